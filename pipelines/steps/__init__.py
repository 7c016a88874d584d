"""One file per small step; the registry finds them."""
