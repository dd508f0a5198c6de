"""Who owns an endpoint, and in which country that owner has its seat, from a dated table."""
