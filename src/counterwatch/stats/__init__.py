"""Numbers without a domain: exact distributions, tails and repeats that checks of any instrument can stand on."""
