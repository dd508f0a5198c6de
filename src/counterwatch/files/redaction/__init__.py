"""Redaction: areas of a page painted over, the page written as nothing but pixels, and a commitment to what was under each area."""
