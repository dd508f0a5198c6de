"""Leading digits: what they are, what Benford's law and a smooth spread of sizes make them, and whether the question fits."""
