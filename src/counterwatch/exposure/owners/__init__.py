"""Who stands behind an endpoint: the packaged table of owners, lists that the user brings, and what a capture sent to whom."""
