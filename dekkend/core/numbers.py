"""Numbers as a browser sends them: an address or a hidden field that anyone can change."""

LONGEST = 18  # figures: what fits in the largest column that holds a number


def number_in(given: str) -> int:
    """The number that stands there; 0, which no row has, for what is no number or too long for one."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST else 0
