"""Files as received: their bytes, what they really are, and the text in them."""
