"""The rules of other tools, exactly: a way to move over from them, and an oracle for our pairs."""
