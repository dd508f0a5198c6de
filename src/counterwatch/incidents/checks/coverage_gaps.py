"""Coverage: months without any record, where the rest of the casebook leads one to expect some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.core import Attachment, Finding, Message, Template, Verdict, check
from counterwatch.core.message import Param
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.months import Months, months_of
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful

if TYPE_CHECKING:
    import numpy as np

FEW = Template(
    "incidents.coverage_gaps.few",
    "{n} incident is dated to a month; {least} over {months} months are needed",
    "{n} incidents are dated to a month; {least} over {months} months are needed",
)
HERE, THERE = Template("incidents.coverage_gaps.here", "the whole casebook"), Template("incidents.coverage_gaps.there", "{code:country}")
SAID = Template(
    "incidents.coverage_gaps.said",
    "{where}: {n} incidents lie in {months} months, and the longest run of months without any is {longest} ({first} to {last}); a gap in what was "
    "recorded, never proof that nothing happened",
)
NO_GAP = Template("incidents.coverage_gaps.no_gap", "{where}: {n} incidents lie in {months} months, and no month is without one")
CALM = Template("incidents.coverage_gaps.calm", "it may have been calm: events come in waves, and the test takes them as spread evenly")
LISTENERS = Template("incidents.coverage_gaps.listeners", "records follow those who listen: a post left empty or a project that ended is a gap too")
MONTHLY = Template("incidents.coverage_gaps.monthly", "incidents known to the year only are not seen here and may lie in the gap")
LOOK = Template(
    "incidents.coverage_gaps.look", "ask those who listened in these months what they heard, and say in every count which months are not covered"
)
LEAST, LEAST_MONTHS, MOST = 10, 12, 1200
DRAWS_PER_BLOCK = 250


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which nobody recorded anything for a year and a half."""
    book = careful(rng, 220)
    return Incidents(name=book.name, every=tuple(each for each in book.every if not "2020-03" <= each.date.start[:7] <= "2021-08"))


@check(
    reads=Incidents, cites="Davenport & Ball 2002, Views to a Kill, Journal of Conflict Resolution 46(3)", honest=careful, planted=planted,
    extreme="none",
)  # fmt: skip
def coverage_gaps(casebook: Incidents, *, alpha: float = 0.01, draws: int = 2000, seed: int = 0) -> list[Finding]:
    """Are there months without a record, where the rate of the others leads one to expect some?

    Asked of the whole casebook and of each country with ten incidents or more. The longest run of empty months is held against that of as many
    incidents thrown evenly into the same months (seeded); the first and the last month are held fixed, because they always have one.
    """
    found = [each for each in casebook.counted if each.date.start and each.date.start[:7] == each.date.end[:7]]
    whole = months_of(found)
    if len(found) < LEAST or len(whole.counts) < LEAST_MONTHS or len(whole.counts) > MOST:
        return [Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=FEW(n=len(found), least=LEAST, months=LEAST_MONTHS))]
    by_country = {code: [each for each in found if each.where.country == code] for code in sorted({each.where.country for each in found} - {""})}
    made = [_finding(casebook.name, HERE(), whole, (alpha, draws, seed), _tables(casebook.counted, found, whole))]
    for code, own in by_country.items():
        months = months_of(own)
        if LEAST <= len(own) < len(found) and len(months.counts) >= LEAST_MONTHS:
            made.append(_finding(f"{casebook.name} · {code}", THERE(code=code), months, (alpha, draws, seed), ()))
    return made


def _finding(subject: str, where: Message, months: Months, how: tuple[float, int, int], tables: tuple[Attachment, ...]) -> Finding:
    alpha, draws, seed = how
    longest, first, last = months.longest_gap()
    p_value = _chance(sum(months.counts), len(months.counts), longest, draws, seed)
    given: dict[str, Param] = {"where": where, "n": sum(months.counts), "months": len(months.counts)}
    said = SAID(longest=longest, first=first, last=last, **given) if longest else NO_GAP(**given)
    departs = p_value <= alpha
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=said, p_value=p_value,
        numbers={"incidents": sum(months.counts), "months": len(months.counts), "longest gap in months": longest,
                 "months without any": sum(not each for each in months.counts)},
        limits=(CALM(), LISTENERS(), MONTHLY()), steps=(LOOK(),) if departs else (), attachments=tables,
    )  # fmt: skip


def _chance(n: int, months: int, longest: int, draws: int, seed: int) -> float:
    """Return how often evenly spread incidents have a run of empty months as long; months x draws cells at a time stay small."""
    import numpy as np

    rng, reached = np.random.default_rng(seed), 0
    for begin in range(0, draws, DRAWS_PER_BLOCK):
        block = min(DRAWS_PER_BLOCK, draws - begin)
        thrown = rng.multinomial(max(n - 2, 0), np.full(months, 1 / months), size=block)
        thrown[:, [0, -1]] += 1
        run, most = np.zeros(block, np.int64), np.zeros(block, np.int64)
        for column in thrown.T:
            run = np.where(column == 0, run + 1, 0)
            most = np.maximum(most, run)
        reached += int((most >= longest).sum())
    return (1 + reached) / (1 + draws)


def _tables(every: Sequence[Incident], found: Sequence[Incident], whole: Months) -> tuple[Attachment, ...]:
    cells = {(month, code): 0 for month in whole.names() for code in sorted({each.where.country for each in found})}
    for each in found:
        cells[each.date.start[:7], each.where.country] += 1
    rows = [(month, code, count) for (month, code), count in cells.items() if count]
    years = Counter((year, each.where.country) for each in every if (year := each.date.start[:4]) == each.date.end[:4] and year)
    return (
        table_of("years_by_country.csv", ("year", "host country", "incidents"), [(*key, count) for key, count in sorted(years.items())]),
        table_of("months.csv", ("month", "incidents"), zip(whole.names(), whole.counts, strict=True)),
        table_of("months_by_country.csv", ("month", "host country", "incidents"), rows),
    )
