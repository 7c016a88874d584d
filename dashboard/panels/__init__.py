"""The parts of the pages, one file per page: each asks `data` for its figures and shows them."""
