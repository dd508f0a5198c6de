"""What packets say: blocks of a capture file, addresses, streams put together, and who was spoken to."""
