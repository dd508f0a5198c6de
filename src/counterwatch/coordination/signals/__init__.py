"""One file per signal: what of a post two accounts can share."""
