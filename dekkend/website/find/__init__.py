"""The page on which parents find a school: the list of `search` and the drawing of `map` together."""
