"""Elections by polling station: the innocent ways that the checks of stations are held against, and two falsifications."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.tabled.table import Made, altered_for, enter
from counterwatch.figures.worlds.places import DIFFERENT_PLACES
from counterwatch.figures.worlds.stations import INNOCENT, raised_to_integer, stuffed
from counterwatch.figures.worlds.world import Generator

STATIONS = 1500


def _innocent(function: Callable[[np.random.Generator, int], Stations], checks: tuple[str, ...]) -> Made:
    line = (function.__doc__ or "").splitlines()[0]
    return Made(name=function.__name__, line=line, room="elections", asked=checks, altered=False, draw=lambda rng, _: function(rng, STATIONS))


@altered_for("integer_percentages", "turnout_share")
def whole_percentages(rng: Generator, share: float) -> Stations:
    """A share of the stations reports the next whole percentage of turnout that ends in 0 or 5, all added ballots for one party."""
    return raised_to_integer(rng, STATIONS, dose=share)


@altered_for("integer_percentages", "turnout_share")
def ballots_added(rng: Generator, share: float) -> Stations:
    """In a share of the stations a part of those who stayed away is given a ballot for one party."""
    return stuffed(rng, STATIONS, dose=share)


for each_name, each_world in {**INNOCENT, **DIFFERENT_PLACES}.items():
    told = [name for name, known in (("integer_percentages", INNOCENT), ("turnout_share", DIFFERENT_PLACES)) if each_name in known]
    enter(_innocent(each_world, tuple(f"figures.{name}" for name in told)))
