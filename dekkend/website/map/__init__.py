"""The list of schools that were found, as a drawing: an SVG that the server makes.

drawing  what one map shows: its frame, rings, pins with the numbers of the list, and the other schools
svg      the drawing as the inside of an `svg` element
tiles    for a script that lays the tiles of someone else under it, where the operator chose those
"""
