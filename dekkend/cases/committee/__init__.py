"""The committee (CTC): who has a say, when it can decide, and what it sees."""
