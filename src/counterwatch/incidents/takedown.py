"""A takedown: what a platform removed and when, with which notice, who is said to have asked for it, and whether it came back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.contacts import contacts_in
from counterwatch.incidents.incident import Support
from counterwatch.incidents.statement import NO_LANGUAGE, TAG
from counterwatch.incidents.when import When, when

WHATS = {
    "post": Template("incidents.takedown.post", "post"),
    "video": Template("incidents.takedown.video", "video"),
    "page": Template("incidents.takedown.page", "page"),
    "account": Template("incidents.takedown.account", "account"),
    "group": Template("incidents.takedown.group", "group"),
    "app": Template("incidents.takedown.app", "app"),
    "other": Template("incidents.takedown.other", "something else"),
}
ACTIONS = {
    "removed": Template("incidents.takedown.removed", "removed"),
    "suspended": Template("incidents.takedown.suspended", "suspended"),
    "restricted": Template("incidents.takedown.restricted", "not shown in some countries"),
    "reduced": Template("incidents.takedown.reduced", "shown to fewer, or with a label"),
    "demonetised": Template("incidents.takedown.demonetised", "cut off from its income"),
}
"""What a platform did with it, by code."""
FIELDS = ("id", "platform", "what", "action", "on", "own_account", "other_account", "description", "link", "notice", "language", "asked_by", "basis",
          "restored")  # fmt: skip
TEXTS = ("platform", "description", "notice", "asked_by", "basis", "on", "restored")

NO_PLATFORM = Template("incidents.takedown.no_platform", "the platform is not named")
NO_DAY = Template("incidents.takedown.no_day", "it is not said when; «unknown» says that nobody knows")
NONE_OF = Template("incidents.takedown.none_of", "«{text}» is none of {known}")
BOTH = Template("incidents.takedown.both", "it was on an account of your own or on that of somebody else, not both")
NOT_YOURS = Template(
    "incidents.takedown.not_yours",
    "a link leads to whose it is: it is kept only for an account of your own; seal a capture of it as evidence instead",
)
EARLIER = Template("incidents.takedown.earlier", "it cannot have come back on «{text}», before it was taken down")

NO_BEFORE = Template("incidents.takedown.no_before", "no evidence shows it as it was before")
NO_AFTER = Template("incidents.takedown.no_after", "no evidence shows that it was gone")
NO_NOTICE = Template("incidents.takedown.no_notice", "no notice of the platform is recorded")
NOBODY_ASKED = Template(
    "incidents.takedown.nobody_asked", "who asked for it is not known; a platform also acts by its own rules, by machine and by mistake"
)
NO_BASIS = Template("incidents.takedown.no_basis", "on what it rests that somebody asked for it is not said")


class Takedown(Struct, frozen=True):
    """One removal. `account` is the name of an account of one's own where `is_own`, else a pseudonym of this case; empty where none is said.

    `asked_by` is an office or organisation that asked for it, and `basis` on what that rests. `before` and `after` are sealed evidence.
    """

    id: str
    platform: str
    what: str
    action: str
    date: When
    is_own: bool = False
    account: str = ""
    description: str = ""
    link: str = ""
    notice: str = ""
    language: str = "und"
    asked_by: str = ""
    basis: str = ""
    before: tuple[Support, ...] = ()
    after: tuple[Support, ...] = ()
    restored: When | None = None
    incidents: tuple[str, ...] = ()
    reason: str = ""


def takedown_of(said: Mapping[str, str]) -> tuple[Takedown, dict[str, Message]]:
    """Return the takedown of some fields, and what is wrong by field. The account of somebody else must come as a pseudonym already."""
    faults = contacts_in(said, TEXTS)
    for name, fault in (("platform", NO_PLATFORM()), ("on", NO_DAY())):
        if not said.get(name):
            faults[name] = fault
    for name, known in (("what", WHATS), ("action", ACTIONS)):
        if said.get(name, next(iter(known))) not in known:
            faults[name] = NONE_OF(text=said[name][:40], known=", ".join(known))
    if said.get("own_account") and said.get("other_account"):
        faults["other_account"] = BOTH()
    if said.get("link") and not said.get("own_account"):
        faults["link"] = NOT_YOURS()
    if (tag := said.get("language", "")) and not TAG.match(tag):
        faults["language"] = NO_LANGUAGE(text=tag[:40])
    date, restored = when(said.get("on", "")), when(said["restored"]) if said.get("restored") else None
    if restored and restored.end and restored.end < date.start:
        faults["restored"] = EARLIER(text=restored.as_written)
    made = Takedown(
        id=said.get("id", ""), platform=said.get("platform", ""), what=said.get("what", "post"), action=said.get("action", "removed"), date=date,
        is_own=bool(said.get("own_account")), account=said.get("own_account") or said.get("other_account", ""), restored=restored,
        description=said.get("description", ""), link=said.get("link", ""), notice=said.get("notice", ""), language=tag or "und",
        asked_by=said.get("asked_by", ""), basis=said.get("basis", ""),
    )  # fmt: skip
    return made, faults


def fields_of(takedown: Takedown) -> dict[str, str]:
    """Return the fields from which a takedown is made again; the account of somebody else is its pseudonym."""
    said = {name: str(getattr(takedown, name)) for name in FIELDS if name in Takedown.__struct_fields__ and name != "restored"}
    said |= {"on": takedown.date.as_written, "own_account" if takedown.is_own else "other_account": takedown.account}
    said |= {"restored": takedown.restored.as_written} if takedown.restored else {}
    return {name: text for name, text in said.items() if text and (name, text) != ("language", "und")}


def gone_for(takedown: Takedown) -> tuple[int, int] | None:
    """Return the fewest and most days that it can have been gone; None where it did not come back, or a date cannot be told."""
    back = takedown.restored
    if back is None or not back.start or not takedown.date.start:
        return None
    first, last, again, latest = map(datetime.date.fromisoformat, (takedown.date.start, takedown.date.end, back.start, back.end))
    return max((again - last).days, 0), (latest - first).days


def flags(takedown: Takedown) -> list[Message]:
    """Return what a reader of a takedown must know."""
    missing = ((takedown.before, NO_BEFORE()), (takedown.after, NO_AFTER()), (takedown.notice, NO_NOTICE()), (takedown.asked_by, NOBODY_ASKED()))
    found = [each for there, each in missing if not there]
    return [*found, NO_BASIS()] if takedown.asked_by and not takedown.basis else found
