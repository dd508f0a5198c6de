"""The commands of `cw incidents`: a file for each, found by its name."""
