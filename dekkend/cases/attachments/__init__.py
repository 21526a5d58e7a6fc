"""Files in a case: where one may be added, by whom, how many, who fetches it, and what is still missing."""
