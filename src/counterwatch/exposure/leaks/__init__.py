"""One's own identifiers in what was sent: their forms, their digests, and the layers they are wrapped in."""
