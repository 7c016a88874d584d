"""Tests are sentences; their inputs are little tables."""
