"""What was found, in the formats of other programs: pairs as a table, and the network that they make."""
