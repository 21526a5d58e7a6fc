"""A guest reads or writes one chapter, by a link and a code: standing, code, cookie, and what is seen."""
