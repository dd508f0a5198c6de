"""Who depends on what: accounts, what opens them, and what is lost or opened when something is taken away or taken over."""
