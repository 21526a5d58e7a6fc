"""The partnership's own face: its colours judged, its logo taken in, its pages about the site."""
