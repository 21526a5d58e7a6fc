"""Letters in plain words about a case: templates of the region, filled in with what was decided."""
