"""Links under one spelling: what leads to the same page is written the same way."""
