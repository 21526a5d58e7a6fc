"""What search and map both stand on.

bits    sets of schools as whole numbers
plane   degrees become kilometres on a flat sheet
ground  what lies under every map: borders at several sizes, and schools counted by square
"""
