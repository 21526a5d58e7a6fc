"""Finding a school: what parents mean, which schools fit, how many there are of each, and why."""
