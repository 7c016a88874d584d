"""One file per page: a question, a selection, panels."""
