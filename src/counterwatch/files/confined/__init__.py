"""What runs in the limited child process: third-party parsers of other people's files, which can reach nothing but one pipe."""
