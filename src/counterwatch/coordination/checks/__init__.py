"""One file per question asked of posts."""
