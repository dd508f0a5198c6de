"""Charts of the exposure instrument, each made of plain rows."""
