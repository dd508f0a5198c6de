"""Waves: times in which far more messages arrive than this person usually receives."""
