"""Echoes: several sources of an incident that go back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterwatch.core import Finding, Template, Verdict, check
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.origins import origins
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful, changed

if TYPE_CHECKING:
    import numpy as np

NOTHING = Template("incidents.echo_sources.nothing", "no incident cites two sources that could repeat one another")
NONE = Template(
    "incidents.echo_sources.none",
    "{n} incident cites several sources, and they are of several origins as far as was declared",
    "{n} incidents cite several sources, and each has several origins as far as was declared",
)
SOME = Template(
    "incidents.echo_sources.some",
    "{n} of {several} incidents with several sources goes back to one origin, which counts as one source: {ids}",
    "{n} of {several} incidents with several sources go back to one origin, which counts as one source: {ids}",
)
HOST = Template("incidents.echo_sources.host", "two pages of one host may be the work of two people who each saw for themselves")
UNDECLARED = Template(
    "incidents.echo_sources.undeclared", "papers that took over one report without saying so look independent here: only a reader can tell"
)
DECLARE = Template(
    "incidents.echo_sources.declare",
    "read where each source has it from, and write that as its origin; let confidence rest on origins, not on copies",
)
SHOWN = 12


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which a third of the second sources repeat the first."""
    return changed(careful(rng), rng, 1 / 3, _echoed)


def _echoed(incident: Incident) -> Incident:
    first, second = incident.sources
    return replace(incident, sources=(first, replace(second, origin=first.reference)))


@check(
    reads=Incidents, cites="UN OHCHR 2015, Commissions of Inquiry and Fact-Finding Missions, ch. IV", honest=careful, planted=planted,
    extreme="none", libraries=(), version=2,
)  # fmt: skip
def echo_sources(casebook: Incidents) -> Finding:
    """Do several sources of an incident go back to one origin?

    Sources are of one origin where one is declared to repeat the other, or where both are of one publisher. A rule, not a test: no error rate
    is claimed.
    """
    several = [each for each in casebook.counted if len({source.reference for source in each.sources}) > 1]
    if not several:
        return Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    echoes = [each.id for each in several if len(origins(each)) == 1]
    named = ", ".join(echoes[:SHOWN]) + (", …" if len(echoes) > SHOWN else "")
    rows = [
        (each.id, number, source.reference, source.origin, source.reliability, source.credibility)
        for each in casebook.counted
        for number, group in enumerate(origins(each), 1)
        for source in (each.sources[at] for at in group)
    ]
    return Finding(
        subject=casebook.name, verdict=Verdict.DEPARTS if echoes else Verdict.CONSISTENT,
        statement=SOME(n=len(echoes), several=len(several), ids=named) if echoes else NONE(n=len(several)),
        numbers={"incidents with several sources": len(several), "of one origin": len(echoes)}, limits=(HOST(), UNDECLARED()),
        steps=(DECLARE(),) if echoes else (),
        attachments=(table_of("sources.csv", ("id", "origin number", "source", "declared origin", "reliability", "credibility"), rows),),
    )  # fmt: skip
