"""From the cells of a file to a panel: which column is what, how numbers and dates are written, which rows cannot be read."""
