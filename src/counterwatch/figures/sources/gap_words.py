"""What is said about two sources that part: innocent explanations first, then what to ask."""

from __future__ import annotations

from counterwatch.core import Message, Template

DEFINITION = Template(
    "figures.source_gap.limit_definition",
    "a changed definition, form, law or way of counting in one of the two sources changes the ratio from one day on; so does a new register",
)
OUTAGE = Template(
    "figures.source_gap.limit_outage", "an outage, a strike, a backlog or a late batch in one of the two sources makes single periods differ"
)
CAPACITY = Template(
    "figures.source_gap.limit_capacity", "a source with a limited capacity (tests, beds, clerks) covers less when there is more to count"
)
EITHER = Template("figures.source_gap.limit_either", "the ratio does not say which of the two sources changed")
BLIND = Template(
    "figures.source_gap.limit_blind",
    "a source that leaves out the same share all the time is not seen: the level of the ratio is not judged, only whether it lasts",
)
FREIGHT = Template(
    "figures.source_gap.limit_freight",
    "in trade, the importing country counts freight and insurance and the exporting one does not: ratios from {low:.2} to {high:.2} need no "
    "other explanation, and goods that pass through a third country are booked under different partners",
)
TIMING = Template("figures.source_gap.limit_timing", "what leaves one source in one period may reach the other in the next")

ASK_CHANGE = Template(
    "figures.source_gap.ask_change", "ask both sources what changed around {start:date}: definitions, forms, staff, software, coverage"
)
ASK_PERIODS = Template("figures.source_gap.ask_periods", "ask both sources about the periods listed in {table}: outage, backlog, batch, estimate?")
ASK_BOTH = Template("figures.source_gap.ask_both", "find out whether the second source is independent: who collects it, and from whom?")
SEE_OTHERS = Template("figures.source_gap.see_others", "look at other units: a change that all of them show has one cause for all")

FREIGHT_BAND = (1 / 1.2, 1.2)
TABLE = "periods.csv"


def limits(*, amounts: bool, departs: bool) -> tuple[Message, ...]:
    """Return what an honest critic would say first."""
    if not departs:
        return (BLIND(),)
    trade = (FREIGHT(low=FREIGHT_BAND[0], high=FREIGHT_BAND[1]), TIMING()) if amounts else ()
    return (*trade, DEFINITION(), OUTAGE(), CAPACITY(), EITHER(), BLIND())


def steps(change: str | None, *, departs: bool) -> tuple[Message, ...]:
    """Return the questions to both sources."""
    if not departs:
        return ()
    return (*((ASK_CHANGE(start=change),) if change else ()), ASK_PERIODS(table=TABLE), ASK_BOTH(), SEE_OTHERS())
