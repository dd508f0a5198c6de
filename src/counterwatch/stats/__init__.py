"""Numbers without a domain: what the rooms above compute with."""
