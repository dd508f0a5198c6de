"""One file per question: a `Panel` to findings."""
