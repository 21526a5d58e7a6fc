""" "Houd mij op de hoogte": a mail when a school, or what a search finds, has something new to read."""
