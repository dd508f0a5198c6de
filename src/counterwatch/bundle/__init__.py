"""The bundle: a case, or what may leave of it, packed so that a stranger can check it. Its format is docs/spec/bundle-v1.md."""
