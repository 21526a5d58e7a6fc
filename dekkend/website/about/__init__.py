"""Who is behind the site, how accessible it is, and what it keeps of its readers."""
