"""How alike two records are said to be, by the kind of their pair: of one event, or of two events that look like one.

A casebook is too small to learn this from alone: it begins with what is stated here, and what its own pairs show is weighed against it (`kinds`).
The shares of a row are of the levels of a field in the order of `likeness`, and add up to one; a field with several rows is compared in several
ways, and the first row is the first way. What a kind leaves out is between its records as between any two.
"""

from __future__ import annotations

from collections.abc import Mapping

Shares = Mapping[str, tuple[tuple[float, ...], ...]]

ONE_EVENT: Shares = {
    # Days: one day, a day apart, up to three, up to 31, further. Where one is a month or more: they overlap, are a day apart, further.
    "date": ((0.85, 0.10, 0.03, 0.015, 0.005, 0, 0, 0), (0, 0, 0, 0, 0, 0.94, 0.03, 0.03)),
    # One place, alike, one country and no more to compare, another place there, another country, one country and names in two scripts unlike.
    "place": ((0.60, 0.12, 0.09, 0.03, 0.005, 0.155),),
    # One tactic, one family, neither.
    "tactic": ((0.84, 0.10, 0.06),),
    # One name, alike, others, only one names any, names in two scripts unlike, which may be translations.
    "organisation": ((0.54, 0.12, 0.03, 0.16, 0.15),),
    "community": ((0.88, 0.12),),
    "channel": ((0.85, 0.15),),
    # 60 % of the pieces in common, 30 %, less.
    "text": ((0.22, 0.10, 0.68),),
    # Words and numbers in common that are worth 12 bits, 6, less; none, though both have some. In two scripts, where one has few and where both have
    # many; then in one.
    "words": ((0.06, 0.16, 0.13, 0.65), (0.25, 0.25, 0.15, 0.35), (0.20, 0.22, 0.13, 0.45), (0.50, 0.20, 0.12, 0.18)),
    # One page, one publisher, neither.
    "source": ((0.25, 0.08, 0.67),),
    # Ranges that overlap, that nearly do, apart.
    "persons": ((0.75, 0.17, 0.08),),
}

SERIES: Shares = {
    "date": ((0.06, 0.05, 0.08, 0.55, 0.26, 0, 0, 0), (0, 0, 0, 0, 0, 0.50, 0.05, 0.45)),
    "place": ((0.60, 0.12, 0.09, 0.03, 0.005, 0.155),),
    "tactic": ((0.86, 0.08, 0.06),),
    "organisation": ((0.54, 0.12, 0.03, 0.16, 0.15),),
    "community": ((0.92, 0.08),),
    "channel": ((0.80, 0.20),),
    "source": ((0.12, 0.10, 0.78),),
}
"""Two events of a series: the same is done to the same people again."""

OCCASION: Shares = {
    "date": ((0.85, 0.10, 0.03, 0.015, 0.005, 0, 0, 0), (0, 0, 0, 0, 0, 0.94, 0.03, 0.03)),
    "place": ((0.60, 0.12, 0.09, 0.03, 0.005, 0.155),),
    "source": ((0.15, 0.10, 0.75),),
}
"""Two events of one occasion: on one day, in one place, something else is done to others."""

ELSEWHERE: Shares = {
    "date": ((0.45, 0.25, 0.20, 0.08, 0.02, 0, 0, 0), (0, 0, 0, 0, 0, 0.85, 0.05, 0.10)),
    "place": ((0.02, 0.02, 0.06, 0.20, 0.60, 0.10),),
    "tactic": ((0.80, 0.12, 0.08),),
    "community": ((0.85, 0.15),),
    "channel": ((0.75, 0.25),),
    "words": ((0.03, 0.12, 0.15, 0.70), (0.06, 0.20, 0.24, 0.50), (0.03, 0.12, 0.15, 0.70), (0.06, 0.20, 0.24, 0.50)),
    "source": ((0.25, 0.10, 0.65),),
}
"""Two events of a wave: within days the same is done elsewhere, and one report may tell of both."""
