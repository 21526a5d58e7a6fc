"""Signs that no text needs and XML cannot hold: with one of them there is no Word document and no feed."""

import re

NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """Without them; tabs and the ends of lines stay."""
    return NOT_ALLOWED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
