"""What a stranger's file is and what speaks for care, from a bounded look at its bytes: nothing is opened, unpacked, drawn or run."""
