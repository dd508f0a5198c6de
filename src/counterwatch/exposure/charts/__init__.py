"""Charts of exposure."""
