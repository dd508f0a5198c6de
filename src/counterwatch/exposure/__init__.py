"""Exposure: what do my own apps, traffic, archives and accounts give away, to whom, and what falls if one of them is taken from me?"""
