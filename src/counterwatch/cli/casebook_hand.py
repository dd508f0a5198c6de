"""What is said on a terminal when somebody works on the casebook by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.pairs import NOT_A_PAIR, SUCH_AS
from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template, WrongUsage
from counterwatch.incidents.incident import Incident, Support
from counterwatch.incidents.support import said_place

if TYPE_CHECKING:
    from counterwatch.case import Case

RECORDED = Template("cli.casebook_hand.recorded", "recorded {id}")
KNOWN = Template("cli.casebook_hand.known", "{id} is in the casebook already; nothing was stored")
CHANGED = Template("cli.casebook_hand.changed", "{id} has a new version: {reason}")
WITHDRAWN = Template("cli.casebook_hand.withdrawn", "{id} is withdrawn: it is no longer counted or published, and its history stays")
ERASE = Template(
    "cli.casebook_hand.erase", "what was written is still readable in this case; `cw records erase incident/{id} --reason ...` destroys it"
)
SUPPORTS = Template("cli.casebook_hand.supports", "supported by {what}")
CONTRADICTS = Template("cli.casebook_hand.contradicts", "contradicted by {what}")
EVIDENCE = Template("cli.casebook_hand.evidence", "{name}  {number}")
PLACED = Template("cli.casebook_hand.placed", "{evidence}, {place}")
NOTED = Template("cli.casebook_hand.noted", "{evidence}: {note}")
GONE = Template("cli.casebook_hand.gone", "evidence that was erased")
SHORT = 8


def fields_of(said: Sequence[str], *, may_be_empty: bool = False) -> dict[str, str]:
    """Return what was said with --set, by field."""
    found = {}
    for each in said:
        name, sign, value = each.partition("=")
        if not (name.strip() and sign and (value.strip() or may_be_empty)):
            raise WrongUsage(NOT_A_PAIR(text=each[:80], form="FIELD=VALUE"), hint=SUCH_AS(example="status=confirmed"))
        found[name.strip()] = value.strip()
    return found


def show_recorded(made: Incident, *, is_new: bool) -> None:
    """Print that an incident was recorded, or was there."""
    show(visible(text((RECORDED if is_new else KNOWN)(id=made.id))))
    say_next(f"cw incidents show {made.id}")


def show_changed(made: Incident) -> None:
    """Print that an incident has a new version."""
    show(visible(text(CHANGED(id=made.id, reason=made.reason))))
    say_next(f"cw incidents show {made.id}")


def show_unlinked(id: str, reason: str) -> None:
    """Print that a record has a new version without a link."""
    show(visible(text(CHANGED(id=id, reason=reason))))


def show_withdrawn(made: Incident, *, consent: bool) -> None:
    """Print that an incident is withdrawn; where consent was, how what is written is destroyed."""
    show(visible(text(WITHDRAWN(id=made.id))))
    if consent:
        say(ERASE(id=made.id))


def show_support(case: Case, support: tuple[Support, ...]) -> None:
    """Print a line for each link to evidence."""
    from counterwatch.api.incidents_links import linked

    for each in linked(case, support):
        what = EVIDENCE(name=each.evidence.name if each.evidence else text(GONE()), number=each.support.evidence[:SHORT])
        if place := said_place(each.support.place):
            what = PLACED(evidence=what, place=place)
        if each.support.note:
            what = NOTED(evidence=what, note=each.support.note)
        show(text((SUPPORTS if each.support.stance == "supports" else CONTRADICTS)(what=what)))
