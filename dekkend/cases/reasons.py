"""What people write with an act is about the child: the record keeps it sealed."""

import base64

from dekkend.cases.models import Case


def sealed(case: Case, text: str) -> str:
    """What people write with an act is about the child: the record keeps it sealed."""
    return base64.b64encode(case.vault.seal("reason", text.encode())).decode()


def opened(case: Case, kept: str) -> str:
    """A reason in the record, as it was written."""
    return case.vault.open("reason", base64.b64decode(kept)).decode() if kept else ""
