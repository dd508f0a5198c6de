"""How files of posts are read, in pieces of bounded size: opening, decoding, rows, columns, times, lists, and what went wrong."""
