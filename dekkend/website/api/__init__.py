"""Open data: `/api/v1/`, whole files, feeds, what search engines read. Published only, no session."""
