"""What of a casebook may be told to everybody: built from a list of allowed fields, never from a record with something taken away."""
