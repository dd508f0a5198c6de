"""Questions asked of a casebook, one file each."""
