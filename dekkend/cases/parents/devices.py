"""By what a parent knows which of their devices a passkey was made on. Guessed, and shown to them alone."""

# The first that a browser names: a phone names more than one.
NAMES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """A name that people know; empty for a browser that tells none."""
    return next((name for mark, name in NAMES.items() if mark in user_agent), "")
