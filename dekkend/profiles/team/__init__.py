"""The team round: who is asked, what they say, and how much of it may be seen."""
