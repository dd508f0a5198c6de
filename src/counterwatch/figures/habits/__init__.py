"""One file per publication habit: what it looks like in the numbers, and what to ask the source."""
