"""Charts of what one's own things give away; no picture shows where somebody lives."""
