"""Attribution: a state is named, and nobody says who names it or on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterwatch.core import Finding, Template, Verdict, check
from counterwatch.incidents.incident import Attribution, Incident
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful, changed

if TYPE_CHECKING:
    import numpy as np

NOTHING = Template("incidents.attribution_basis.nothing", "no incident names a state that is said to be behind it")
NONE = Template(
    "incidents.attribution_basis.none",
    "{n} incident names a state, and says who attributes it or on what",
    "{n} incidents name a state, and each says who attributes it or on what",
)
SOME = Template(
    "incidents.attribution_basis.some",
    "{n} of {named} incidents that name a state says neither who attributes it nor on what: {ids}",
    "{n} of {named} incidents that name a state say neither who attributes it nor on what: {ids}",
)
CONFIRMED = Template(
    "incidents.attribution_basis.confirmed",
    "{n} of them is confirmed as an act: that says nothing of who did it",
    "{n} of them are confirmed as acts: that says nothing of who did it",
)
ELSEWHERE = Template(
    "incidents.attribution_basis.elsewhere", "the source that was cited for the act may attribute it too; then only a column was left empty"
)
NO_BASIS = Template(
    "incidents.attribution_basis.no_basis",
    "{n} more names who attributes it and not on what",
    "{n} more name who attributes it and not on what",
)
CITE = Template(
    "incidents.attribution_basis.cite", "write who attributes it and on what; where no source does, leave the state empty: the act stands without it"
)
SHOWN = 12


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which a fifth of the states that are named were put in by nobody."""
    return changed(careful(rng), rng, 0.2, _nobody)


def _nobody(incident: Incident) -> Incident:
    return replace(incident, attributions=tuple(Attribution(origin_state=each.origin_state) for each in incident.attributions))


@check(
    reads=Incidents, cites="Berkeley Protocol on Digital Open Source Investigations, UN OHCHR 2022", honest=careful, planted=planted,
    extreme="none", libraries=(),
)  # fmt: skip
def attribution_basis(casebook: Incidents) -> Finding:
    """Is a state named without saying who attributes the act to it, or on what?

    An act and who is behind it are two statements: the first may be confirmed while the second rests on nothing. A rule, not a test.
    """
    named = [each for each in casebook.counted if any(said.origin_state for said in each.attributions)]
    if not named:
        return Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    bare = [each for each in named if any(said.origin_state and _is_bare(said) for said in each.attributions)]
    halves = sum(any(said.origin_state and not said.basis for said in each.attributions) for each in named) - len(bare)
    confirmed = sum(each.status == "confirmed" for each in bare)
    ids = ", ".join(each.id for each in bare[:SHOWN]) + (", …" if len(bare) > SHOWN else "")
    rows = [(each.id, each.status, said.origin_state, said.by, said.basis) for each in named for said in each.attributions]
    return Finding(
        subject=casebook.name, verdict=Verdict.DEPARTS if bare else Verdict.CONSISTENT,
        statement=SOME(n=len(bare), named=len(named), ids=ids) if bare else NONE(n=len(named)),
        weighed=(*([CONFIRMED(n=confirmed)] if confirmed else []), *([NO_BASIS(n=halves)] if halves else [])),
        numbers={"incidents that name a state": len(named), "without basis and source": len(bare), "without a basis": len(bare) + halves},
        limits=(ELSEWHERE(),), steps=(CITE(),) if bare else (),
        attachments=(table_of("attributions.csv", ("id", "status", "state", "attributed by", "basis"), rows),),
    )  # fmt: skip


def _is_bare(said: Attribution) -> bool:
    return said.by in ("", "unknown") and not said.basis
