"""Letters and declarations that go with a case: drafts with what the case knows filled in, and blanks for what only people know."""
