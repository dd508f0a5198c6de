"""Turnout against the leader's share: the published excess and slope, and what places that differ innocently would make of them."""
