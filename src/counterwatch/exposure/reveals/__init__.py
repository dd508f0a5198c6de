"""What the rows of an export reveal, as counts, spans and coarse cells: measures that no single row shows."""
