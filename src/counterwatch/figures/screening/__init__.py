"""Files with more series than memory holds: read in blocks of whole units, each as a `Panel`."""
