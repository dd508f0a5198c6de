"""Pictures of what one's own things give away, and of what hangs on what."""
