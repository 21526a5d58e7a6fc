""" "Herkent u dit?": what parents say of a profile, who reads it first, and what other parents then read."""
