"""A parent in the file of their own child: by link and code, without an account."""
