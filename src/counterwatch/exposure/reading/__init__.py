"""From files as they come to what the checks look at."""
