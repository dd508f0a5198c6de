"""Questions asked of one's own traffic, archives and accounts."""
