"""One test file per small step."""
