"""What is said about numbers that a later edition changed: revising is what careful offices do, so reasons first, then what to ask."""

from __future__ import annotations

from counterwatch.core import Message, Template

CAREFUL = Template("figures.revisions.limit_careful", "careful offices revise; a source that never does is not the better for it")
DEFINITION = Template(
    "figures.revisions.limit_definition",
    "a new definition, a wider or narrower group, or a new source is the usual reason for large revisions, and is often announced; "
    "the announcement must be quoted beside this number",
)
LATE = Template("figures.revisions.limit_late", "the last times of an edition are often incomplete when they are published, and are filled later")
MOVED = Template(
    "figures.revisions.limit_moved",
    "numbers may have been moved, from the day of the report to the day of the event, or to another unit, without any change of the total",
)
COLLECTOR = Template("figures.revisions.limit_collector", "whoever collected the editions may have corrected an error of their own, or made one")
BLIND = Template("figures.revisions.limit_blind", "that nothing was revised does not say that it was right the first time")
WITHDRAWN = Template(
    "figures.revisions.limit_withdrawn",
    "{n} number of the first edition is empty in the last one and was not compared",
    "{n} numbers of the first edition are empty in the last one and were not compared",
)
ASK_REASON = Template(
    "figures.revisions.ask_reason",
    "ask the source: what was changed, why, on which day was it announced, and under which definition is each edition made?",
)
ASK_DATE = Template(
    "figures.revisions.ask_date", "look at {start:date}: the largest single change of the series, {share:%} of all that was changed, stands there"
)
ASK_QUARTER = Template(
    "figures.revisions.ask_quarter",
    "{share:%} of all that was changed stands at the first time of a quarter, where {expected:%} would stand by chance: "
    "ask whether sums were booked there",
)
ASK_ONE_WAY = Template(
    "figures.revisions.ask_one_way",
    "of {n} changed values {up} went up and {down} went down (p = {p:p} if each way were as likely): ask whether first numbers are always incomplete",
)
SEE_OTHERS = Template("figures.revisions.see_others", "look at the other units in {table}: a change that all of them show has one cause for all")
TABLE = "revisions.csv"


def limits(*, departs: bool, withdrawn: int) -> tuple[Message, ...]:
    """Return what an honest critic would say first."""
    gone = (WITHDRAWN(n=withdrawn),) if withdrawn else ()
    return (CAREFUL(), DEFINITION(), LATE(), MOVED(), COLLECTOR(), *gone) if departs else (BLIND(), *gone)


def steps(*, one_way: tuple[int, int, float], largest: tuple[str, float] | None, quarter: tuple[float, float] | None) -> tuple[Message, ...]:
    """Return the questions to the source; `one_way` holds the values that went up, those that went down and the chance of that."""
    up, down, p = one_way
    asked = [ASK_REASON()]
    if largest and largest[1] >= 0.2:
        asked.append(ASK_DATE(start=largest[0], share=largest[1]))
    if quarter and quarter[0] >= 3 * quarter[1]:
        asked.append(ASK_QUARTER(share=quarter[0], expected=quarter[1]))
    if p <= 0.01:
        asked.append(ASK_ONE_WAY(n=up + down, up=up, down=down, p=p))
    return (*asked, SEE_OTHERS(table=TABLE))
