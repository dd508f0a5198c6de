"""The other shapes of published figures: two sources, editions, a total with its parts, stations, reported summaries, plain numbers."""
