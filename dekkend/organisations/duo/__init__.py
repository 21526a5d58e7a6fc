"""The import of the national school register (DUO), a row at a time in, a batch at a time into the database.

files     a file becomes rows of texts, whatever its dialect and encoding
cleaners  a text becomes a value, or a refusal with its reason
readers   which columns a kind of file has, where each goes, and when it may overwrite
saving    a batch of rows becomes new and changed records: the same few queries whatever the batch holds
report    what was new, changed, gone, refused and unchanged
importing one file through all of that
"""
