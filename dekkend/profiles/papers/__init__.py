"""Papers that schools add to a question: what may come in, where it stands, how it goes out.

Nothing here knows a version or a person: those are in `models/papers.py` and `actions/papers.py`.
"""
