"""Pairs of units of a panel: on how many days they agree, and on how many they would by chance."""
