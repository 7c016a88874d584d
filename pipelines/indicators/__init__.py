"""One file per group figure; the registry finds them."""
