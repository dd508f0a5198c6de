"""Text in any script, made comparable. Knows no table and no case."""
