"""The right of reply: when a named organisation was asked, when it answered, and in what words."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents import incidents
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, Template, WrongUsage
from counterwatch.incidents.publication.gate import Reply, reply_key

KIND, VERB = "reply", "record"
NOT_NAMED = Template("api.incidents_replies.not_named", "no incident of this case names «{organisation}»")
AS_THERE = Template("api.incidents_replies.as_there", "write it as the incidents do; private persons are not asked here")
NO_DAY = Template("api.incidents_replies.no_day", "«{text}» is no day written as 2027-03-31")
GIVE_DAY = Template("api.incidents_replies.give_day", "say --asked or --answered with a day, and what was answered with --text")
NOTHING = Template("api.incidents_replies.nothing", "neither a question nor an answer is given")


def add_reply(case: Case | Path | str, organisation: str, *, asked: str = "", answered: str = "", text: str = "") -> Reply:
    """Record that an organisation was asked or answered; what was recorded before stays, a new day or text takes its place."""
    opened, wanted = open_case(case), reply_key(organisation)
    for each in (asked, answered):
        _refuse_no_day(each)
    if not asked and not (answered and text.strip()):
        raise WrongUsage(NOTHING(), hint=GIVE_DAY())
    if wanted not in {reply_key(act.organisation) for each in incidents(opened) for act in each.acts if act.organisation}:
        raise WrongUsage(NOT_NAMED(organisation=organisation[:80]), hint=AS_THERE())
    id = f"{KIND}/{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"
    before = next(iter([*CaseRecords(opened).history(id)][-1:]), None)
    old = msgspec.convert(before.data, type=Reply) if before else Reply(organisation=" ".join(organisation.split()))
    made = msgspec.structs.replace(old, asked=asked or old.asked, answered=answered or old.answered, text=text.strip() or old.text)
    if made != old:
        version = before.version + 1 if before else 1
        CaseRecords(opened, lambda: signer_of(opened)).append([Record(id=id, kind=KIND, version=version, data=msgspec.to_builtins(made))], verb=VERB)
    return made


def replies_of(case: Case | Path | str) -> dict[str, Reply]:
    """Return what named organisations were asked and answered, by their name without differences of spaces and letter case."""
    found = (msgspec.convert(each.data, type=Reply) for each in CaseRecords(open_case(case)).current(KIND))
    return {reply_key(each.organisation): each for each in found}


def _refuse_no_day(text: str) -> None:
    try:
        if text:
            datetime.date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsage(NO_DAY(text=text[:40]), hint=GIVE_DAY()) from error
