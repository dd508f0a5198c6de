"""What is said about excess deaths: innocent explanations first, then what to ask."""

from __future__ import annotations

from counterwatch.core import Message, Template

OTHER_CAUSES = Template(
    "figures.excess_mortality.limit_other_causes",
    "heat, cold, war, earthquakes and care that was put off cost lives too; such deaths are in the excess and need not be in the report",
)
FEWER = Template(
    "figures.excess_mortality.limit_fewer",
    "fewer accidents and less influenza make the excess smaller, so reported deaths may exceed it without anything being wrong",
)
AGEING = Template(
    "figures.excess_mortality.limit_ageing",
    "a population that ages, grows or leaves changes the expected deaths; the trend of a few years follows that only roughly",
)
LATE = Template(
    "figures.excess_mortality.limit_late", "deaths are registered late: the last weeks or months are often incomplete, which makes the excess smaller"
)
DEFINITION = Template(
    "figures.excess_mortality.limit_definition",
    "who counts as having died of the cause is a matter of definition: with a test, in hospital, within 28 days; many countries could not test",
)
NO_PROOF = Template("figures.excess_mortality.no_proof", "both sources come from states; all deaths can be incomplete too")

ASK_DEFINITION = Template(
    "figures.excess_mortality.ask_definition", "ask which deaths are counted: by which definition, tested or suspected, in hospital or anywhere?"
)
ASK_REGISTERED = Template(
    "figures.excess_mortality.ask_registered", "ask when deaths of each month were registered, and how complete the register is"
)
SEE_WAVES = Template(
    "figures.excess_mortality.see_waves", "look in {table} whether the excess rises and falls with the reported deaths, and with heat or war"
)
SEE_AGES = Template("figures.excess_mortality.see_ages", "ask for deaths by age and region: an excess that has one cause has its own pattern there")


def limits(*, departs: bool) -> tuple[Message, ...]:
    """Return what an honest critic would say first."""
    return (OTHER_CAUSES(), DEFINITION(), AGEING(), LATE(), NO_PROOF()) if departs else (FEWER(), AGEING(), LATE(), NO_PROOF())


def steps(table: str, *, departs: bool) -> tuple[Message, ...]:
    """Return the questions to the source and what to look at next."""
    return (ASK_DEFINITION(), ASK_REGISTERED(), SEE_WAVES(table=table), SEE_AGES()) if departs else ()
