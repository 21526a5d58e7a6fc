"""Who of the team has a working copy open now, and where. Told by their pages, overwritten, forgotten."""
