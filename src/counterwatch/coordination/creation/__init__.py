"""When the accounts of a collection were made."""
