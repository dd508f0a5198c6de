"""Smooth series: how much growth changes among matched units, and how near a simple curve comes."""
