"""One file per source: bytes or a path to a `Stream` of posts."""
