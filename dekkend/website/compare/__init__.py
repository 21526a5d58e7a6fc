"""Up to three schools side by side: what differs first, no score and no ranking."""
