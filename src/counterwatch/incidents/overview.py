"""A casebook at a glance: when, where, what, on which sources, and where nothing was recorded."""

from __future__ import annotations

from counterwatch.core import Chart
from counterwatch.incidents.charts.coverage import coverage
from counterwatch.incidents.charts.matrix import matrix
from counterwatch.incidents.charts.sources import sources
from counterwatch.incidents.charts.timeline import timeline
from counterwatch.incidents.charts.world import world
from counterwatch.incidents.table import Incidents


def overview(casebook: Incidents) -> tuple[Chart, ...]:
    """Return the charts of a whole casebook; published totals and withdrawn records are in none. One for which nothing is known is left out."""
    made = (draw(casebook.counted) for draw in (timeline, world, matrix, coverage, sources))
    return tuple(each for each in made if each is not None)
