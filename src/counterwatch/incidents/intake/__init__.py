"""Intake: a form that strangers fill in without a network, and what it saves (docs/spec/intake-v1.md)."""
