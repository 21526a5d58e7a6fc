"""Chapters that somebody of the team was asked to write: who, before which day, and how it stands."""
