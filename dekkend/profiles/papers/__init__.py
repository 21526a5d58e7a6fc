"""Papers that schools add to a question: how many, where they stand, how they go out.

What a file may be is for `core/files`. Nothing here knows a version or a person: those are in
`models/papers.py` and `actions/papers.py`.
"""

from dekkend.core.files.store import Store

store = Store("papers")
