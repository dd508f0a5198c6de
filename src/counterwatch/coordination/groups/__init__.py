"""Groups of accounts as findings: what is said of them, what is shown, and the tables that stay in the case."""
