"""Simulated tables of every shape but plain daily panels: honest ways in which they come about, and ways of altering them."""
