"""Economies stumble. How smooth growth is means something only beside units of like size that are compiled in the same way."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Chart, Estimate, Finding, Message, Rank, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.ranked_dots import ranked_dots
from counterwatch.figures.smooth.changes import LEVEL, YEAR, Changes, changes_of, is_background
from counterwatch.figures.table import Kind, Panel, Step

RANKED = Template(
    "figures.smoothness.ranked",
    "growth changes from year to year by {sd:.2} percentage points (standard deviation): place {place} of {of} from the smoothest, among units of "
    "like size and compilation; a unit named beforehand comes that far to the front in {p:.1%} of cases",
)
NO_PANEL = Template(
    "figures.smoothness.no_panel",
    "growth changes from year to year by {sd:.2} percentage points (standard deviation), but only {n} unit of like size and compilation is here "
    "to compare it with; {fewest} are needed",
    "growth changes from year to year by {sd:.2} percentage points (standard deviation), but only {n} units of like size and compilation are here "
    "to compare it with; {fewest} are needed",
)
TOO_SHORT = Template(
    "figures.smoothness.too_short",
    "growth changes {n} time in this series; {fewest} changes are needed",
    "growth changes {n} times in this series; {fewest} changes are needed",
)
NOT_LEVELS = Template("figures.smoothness.not_levels", "the growth of a rate or share is not asked about: give the amounts")
NOT_YEARLY = Template("figures.smoothness.not_yearly", "growth is compared from year to year; this table is neither yearly, quarterly nor monthly")
BACKGROUND = Template("figures.smoothness.background", "this column says how large the units are or how they were compiled; it is used to match them")
FLAT = Template("figures.smoothness.flat", "growth never changes in this series")
UNIT = Template("figures.smoothness.unit", "percentage points (standard deviation of the change of growth)")
AMONG = Template("figures.smoothness.among", "units of like size and compilation, from the smoothest")

LIMITS = (
    Template("figures.smoothness.limit_diverse", "large and diverse economies are smoother than small ones that live from one product"),
    Template(
        "figures.smoothness.limit_method",
        "interpolated benchmarks, extrapolated branches, payroll measures of public services and moving averages make growth smooth, openly",
    ),
    Template("figures.smoothness.limit_match", "size and method are matched as far as the file tells; deflators and structure are not"),
    Template("figures.smoothness.limit_first", "one of the units is always the smoothest: a place is no judgement, and no part of a grade"),
)
STEPS = (
    Template("figures.smoothness.ask", "ask the source: which years are benchmarks, which share is extrapolated, and with which deflators?"),
    Template("figures.smoothness.see", "ask the same of the parts (branches, provinces) and of earlier editions of the series"),
)
FEWEST_CHANGES, FEWEST_PEERS = 13, 30
NEARLY_ALL = 0.8
DRAW_FIRST = 3
_HEADER = ("series", "sd_of_growth_changes", "low", "high", "changes", "mean_growth", "share_straight", "size_class", "place", "of", "place_in_file")


def honest(rng: np.random.Generator, units: int = 105, years: int = 30) -> Panel:
    """Yearly amounts whose growth wanders around 3 %, more so where they are small."""
    size = np.exp(rng.uniform(np.log(10), np.log(10_000), (units, 1)))
    spread = 0.05 * size**-0.15 * np.exp(rng.normal(0, 0.3, (units, 1)))
    growth = 0.03 + spread * rng.standard_t(6, (units, years))
    return Panel.many(name="economy", values=np.round(size * np.exp(np.cumsum(growth, axis=1)), 3), step=Step.YEAR, kind=Kind.AMOUNTS)


def planted(rng: np.random.Generator) -> Panel:
    """The same, where the growth of the first unit is drawn between one target and the next."""
    values = honest(rng).values[""].copy()
    target = np.repeat(rng.uniform(0.05, 0.09, 6), 5) + rng.normal(0, 0.001, 30)
    values[0] = np.round(values[0, 0] * np.exp(np.cumsum(0.5 * target + 0.5 * target.mean())), 3)
    return Panel.many(name="economy", values=values, step=Step.YEAR, kind=Kind.AMOUNTS)


@check(
    reads=Panel, cites="Nakamura, Steinsson & Liu 2016, American Economic Journal: Macroeconomics 8(3)",
    honest=honest, planted=planted, extreme="low", ranks_only=True,
)  # fmt: skip
def smoothness(panel: Panel) -> list[Finding]:
    """How much does growth change from year to year, beside units of like size that are compiled in the same way?

    The estimate is the standard deviation of second differences of logarithms. Units match where they are in the same third by size (a
    column of population, else the level itself), carry the same mark of compilation, and are both drawn with straight lines or both not.
    """
    return [finding for value in panel.values for finding in _ask(panel, value)]


def _ask(panel: Panel, value: str) -> list[Finding]:
    subjects = [each.subject for each in panel.series() if each.value == value]
    if (reason := _unfit(panel, value)) is not None:
        return [_finding(subject, Verdict.NOT_TESTED, reason) for subject in subjects]
    made = changes_of(panel, value)
    fit = (made.count >= fewest_changes(made)) & (made.sd > 0)
    groups = {key: [row for row in np.flatnonzero(fit).tolist() if made.group[row] == key] for key in set(made.group)}
    places = [_place(made, row, groups[made.group[row]]) if fit[row] else None for row in range(len(subjects))]
    in_file = [1 + int((made.sd[fit] < made.sd[row]).sum()) if fit[row] else None for row in range(len(subjects))]
    table = Attachment.of("growth.csv", csv_text(_HEADER, _rows(subjects, made, places, in_file)))
    findings = []
    for row, subject in enumerate(subjects):
        if not fit[row]:
            short = TOO_SHORT(n=int(made.count[row]), fewest=fewest_changes(made))
            findings.append(_finding(subject, Verdict.NOT_TESTED, short if made.count[row] < fewest_changes(made) else FLAT()))
            continue
        numbers = _numbers(made, row) | {"place_in_file": in_file[row], "units_in_file": int(fit.sum())}
        findings.append(_answer(subject, made, row, places[row], groups[made.group[row]], numbers, table))
    return findings


def fewest_changes(made: Changes) -> int:
    """Return the changes that a unit needs: fewer than the others had, and it may have missed the crisis that they went through."""
    usual = float(np.median(made.count[made.count >= FEWEST_CHANGES])) if (made.count >= FEWEST_CHANGES).any() else 0.0
    return max(FEWEST_CHANGES, int(np.ceil(NEARLY_ALL * usual)))


def _unfit(panel: Panel, value: str) -> Message | None:
    if is_background(value):
        return BACKGROUND()
    if panel.kinds[value] is Kind.RATES:
        return NOT_LEVELS()
    return None if panel.step in YEAR else NOT_YEARLY()


def _place(made: Changes, row: int, group: list[int]) -> Rank | None:
    if len(group) <= FEWEST_PEERS:
        return None
    return Rank(position=1 + int((made.sd[group] < made.sd[row]).sum()), of=len(group), among=AMONG())


def _numbers(made: Changes, row: int) -> dict[str, float | None]:
    names = {"sd_of_growth_changes": made.sd, "changes": made.count, "mean_growth": made.growth, "share_straight": made.straight}
    return {name: float(each[row]) for name, each in names.items()}


def _answer(
    subject: str, made: Changes, row: int, place: Rank | None, group: list[int], numbers: dict[str, float | None], table: Attachment
) -> Finding:
    sd = float(made.sd[row])
    if place is None:
        return _finding(subject, Verdict.NOT_TESTED, NO_PANEL(sd=sd, n=len(group) - 1, fewest=FEWEST_PEERS), numbers=numbers, attachments=(table,))
    p = place.position / place.of
    charts = (_chart(subject, made, row, group),) if place.position <= DRAW_FIRST else ()
    return _finding(
        subject, Verdict.CONSISTENT, RANKED(sd=sd, place=place.position, of=place.of, p=p), rank=place, numbers=numbers | {"rank_p": p},
        estimate=Estimate(value=sd, low=float(made.low[row]), high=float(made.high[row]), level=LEVEL, unit=UNIT()),
        charts=charts, attachments=(table,),
    )  # fmt: skip


def _chart(subject: str, made: Changes, row: int, group: list[int]) -> Chart:
    return ranked_dots(subject, group.index(row), made.sd[group], made.low[group], made.high[group], UNIT())


def _rows(subjects: list[str], made: Changes, places: list[Rank | None], in_file: list[int | None]) -> list[tuple[str | float | None, ...]]:
    numbers = np.stack([made.sd, made.low, made.high, made.count, made.growth, made.straight], axis=1).tolist()
    rows: list[tuple[str | float | None, ...]] = []
    for row, (subject, place) in enumerate(zip(subjects, places, strict=True)):
        where = (place.position, place.of) if place else (None, None)
        rows.append((subject, *numbers[row], made.group[row][2], *where, in_file[row]))
    return rows


def _finding(subject: str, verdict: Verdict, statement: Message, **more: object) -> Finding:
    said = {"limits": tuple(limit() for limit in LIMITS), "steps": tuple(step() for step in STEPS)}
    return Finding(subject=subject, verdict=verdict, statement=statement, **said, **more)  # type: ignore[arg-type]
