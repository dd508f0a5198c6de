"""What is said about a figure that follows its proxy more steeply in one group: innocent explanations first, then what to ask."""

from __future__ import annotations

from counterwatch.core import Message, Template

SENSOR = Template(
    "figures.proxy_elasticity.limit_sensor",
    "a change of sensor (night lights: DMSP until 2013, VIIRS since 2012) or of processing changes the proxy; it must be the same for all units",
)
STRUCTURE = Template(
    "figures.proxy_elasticity.limit_structure",
    "what an economy makes decides how much it shines: oil, services, saving of power and bright city centres differ between the groups",
)
INCOME = Template(
    "figures.proxy_elasticity.limit_income",
    "the groups differ in more than the one thing they are named for, in income and in growth for example; compare like with like",
)
NOISE = Template(
    "figures.proxy_elasticity.limit_noise",
    "a proxy that is measured less well in one group follows less steeply there, without any difference in the figures",
)
GROUPS = Template("figures.proxy_elasticity.limit_groups", "it is a statement about a group and says nothing about any one of its members")
NO_PROOF = Template("figures.proxy_elasticity.no_proof", "finding no difference is no proof: one that is smaller than the interval stays unseen")

ASK_METHOD = Template(
    "figures.proxy_elasticity.ask_method", "ask how the growth is computed: deflators, base year, what is measured and what is assumed"
)
SEE_PARTS = Template(
    "figures.proxy_elasticity.see_parts", "repeat it without the largest units, for each half of the years, and with groups of like income"
)
SEE_OTHER = Template("figures.proxy_elasticity.see_other", "hold the figure against another proxy: electricity, freight, imports as told by partners")


def limits(*, departs: bool) -> tuple[Message, ...]:
    """Return what an honest critic would say first."""
    return (SENSOR(), STRUCTURE(), INCOME(), NOISE(), GROUPS()) if departs else (NO_PROOF(), SENSOR(), NOISE(), GROUPS())


def steps(*, departs: bool) -> tuple[Message, ...]:
    """Return the questions to the source and what to look at next."""
    return (ASK_METHOD(), SEE_PARTS(), SEE_OTHER()) if departs else ()
