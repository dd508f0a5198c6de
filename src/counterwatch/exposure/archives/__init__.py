"""What an export of one's own data reveals, platform by platform."""
