"""What is known of a check from data whose truth is known: in one sentence, for its method in a report."""

from __future__ import annotations

from collections.abc import Iterable

from counterwatch.core import Message, Template
from counterwatch.core.message import Param
from counterwatch.figures.calibration import DOSE, Tally, calibration, seen_at
from counterwatch.figures.tabled.known import tables_calibration

SERIES = Template(
    "api.known_checks.series",
    "Measured on {made:date} with version {version}: it departed in {innocent:.1%} of {asked} simulated series of honest offices; where a quarter "
    "of the days was altered, in {best:%} for the way it sees best.",
)
SERIES_ONLY = Template(
    "api.known_checks.series_only",
    "Measured on {made:date} with version {version}: it departed in {innocent:.1%} of {asked} simulated series of honest offices.",
)
TABLES = Template(
    "api.known_checks.tables",
    "Measured on {made:date} with version {version}: {innocent:.1%} of {asked} findings on simulated honest tables departed; where a quarter was "
    "altered, {best:%} of tables for the way it sees best.",
)
TABLES_ONLY = Template(
    "api.known_checks.tables_only",
    "Measured on {made:date} with version {version}: {innocent:.1%} of {asked} findings on simulated honest tables departed.",
)
POSTS = Template(
    "api.known_checks.posts",
    "Measured on {made:date} with version {version}: of {accounts} accounts in {runs} simulated worlds where nobody acts together, "
    "{false} pairs were linked in its strongest class.",
)
COUNTS = Template("api.known_checks.counts", "It counts and compares what is recorded; there is no error rate to measure on simulated data.")
NOT_MEASURED = Template("api.known_checks.not_measured", "How often it departs where nothing is wrong was not measured on simulated data.")
COUNTING = frozenset({"incidents", "exposure"})
SYNCHRONY = "coordination.synchrony"


def known_of_check(name: str, version: int) -> Message:
    """Say what simulation tells of a check in this version; that nothing was measured is said too."""
    for found in (_of_series(name, version), _of_tables(name, version), _of_posts(name)):
        if found is not None:
            return found
    return COUNTS() if name.partition(".")[0] in COUNTING else NOT_MEASURED()


def _of_series(name: str, version: int) -> Message | None:
    known = calibration()
    measured = known.checks.get(name)
    if measured is None or measured.version != version or not measured.size:
        return None
    honest, seen = _sum(measured.size.values()), seen_at(measured, DOSE)
    said: dict[str, Param] = {"made": known.made, "version": known.version, "innocent": honest.share, "asked": honest.asked}
    return SERIES(**said, best=max(seen.values())) if seen else SERIES_ONLY(**said)


def _of_tables(name: str, version: int) -> Message | None:
    known = tables_calibration()
    measured = known.checks.get(name)
    if measured is None or measured.version != version or not measured.size:
        return None
    honest = _sum(measured.size.values())
    seen = [doses[DOSE].share for doses in measured.power.values() if DOSE in doses]
    said: dict[str, Param] = {"made": known.made, "version": known.version, "innocent": honest.share, "asked": honest.asked}
    return TABLES(**said, best=max(seen)) if seen else TABLES_ONLY(**said)


def _of_posts(name: str) -> Message | None:
    from counterwatch.coordination.calibration import calibration as of_posts

    known = of_posts()
    runs = [run for world in known.organic for run in world.runs if not run.refused]
    if name != SYNCHRONY or not runs:
        return None
    false, accounts = sum(run.false.get("A", 0) for run in runs), sum(run.accounts for run in runs)
    return POSTS(made=known.made, version=known.version, runs=len(runs), false=false, accounts=accounts)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return Tally(*(sum(each) for each in zip(*tallies, strict=True)))
