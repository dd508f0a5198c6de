"""Numbers without a domain: exact distributions and tails that checks of any instrument can stand on."""
