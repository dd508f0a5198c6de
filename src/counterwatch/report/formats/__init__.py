"""One file per output format: a document in, bytes out."""
