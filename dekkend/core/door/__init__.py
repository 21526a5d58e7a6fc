"""A door for who has no account: a secret link, and in each browser a code by mail. See decision 0019.

`codes` makes and takes the code, `cookie` knows the browser in which the right one was given. Neither knows
whom it lets in: that is any row with the fields of `Holder`.
"""

from dekkend.core.door.holder import Door, Holder, Outcome

__all__ = ["Door", "Holder", "Outcome"]
