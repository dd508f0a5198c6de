"""The test of synchrony: three labelled classes of pairs, one of which has an error statement."""
