"""Shares with their intervals, and what counts as too often, for the page on calibration."""

from __future__ import annotations

from scipy.stats import beta

from counterwatch.figures.calibration import Tally

ABOVE = 0.02


def told(count: int, asked: int) -> str:
    """Return a share with its interval."""
    low = float(beta.ppf(0.025, count, asked - count + 1)) if count else 0.0
    high = float(beta.ppf(0.975, count + 1, asked - count)) if count < asked else 1.0
    return f"{count / asked:.1%} ({low:.1%} to {high:.1%})"


def is_loud(tally: Tally) -> bool:
    """Return whether a check departs in more than 2 % of what it was asked, before or after adjustment."""
    return tally.departs > ABOVE * tally.asked or tally.found > ABOVE * tally.asked


def too_often(tally: Tally, nominal: float) -> bool:
    """Return whether the one-sided 99.9 % lower bound of the share of tested series that depart exceeds 1.2 times the level."""
    return tally.departs > 0 and bool(beta.ppf(0.001, tally.departs, tally.tested - tally.departs + 1) > 1.2 * nominal)
