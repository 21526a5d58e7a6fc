"""Parents or school who do not agree: in time or late, by when was to be decided, and what follows."""
