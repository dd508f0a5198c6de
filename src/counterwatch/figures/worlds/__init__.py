"""Honest offices, simulated: events that cause each other, the desks they pass, and the way they are published.

Nothing here is drawn from a distribution that a check assumes: how much a series varies, repeats or stands still is a consequence.
"""
