"""Who reads a working copy along, and what they propose: schools, forms, and texts beside each other."""
