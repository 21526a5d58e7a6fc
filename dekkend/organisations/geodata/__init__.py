"""The import of where things lie: the middle of every postcode, and the borders of municipalities.

reading   a file becomes records; a bad row is refused with its place and reason, the rest goes on
thinning  borders with fewer points, the same for both neighbours
saving    what is new and what changed is written; reading the same file again changes nothing
commands  what the two commands share
"""
