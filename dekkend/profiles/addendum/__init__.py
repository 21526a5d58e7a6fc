"""A change in the course of the year: its own short route, beside the text it is about."""
