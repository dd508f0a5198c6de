"""One file per source: bytes or a path to `Traffic`."""
