"""What changed in a case since a moment, in sentences: for the reader of a report who has read the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterwatch.api.incidents import incidents
from counterwatch.api.incidents_merges import merges
from counterwatch.api.moments import Moment, moment
from counterwatch.case import Case
from counterwatch.case.custody import CustodyEvent
from counterwatch.core import Finding, Message, Run, Template
from counterwatch.incidents.changes import Changes, Corrected, changes
from counterwatch.incidents.counting import UNITS, Count, counted
from counterwatch.incidents.merging import whole
from counterwatch.report.document import Since
from counterwatch.report.labels import VERDICTS

SEALED = Template("api.since.sealed", "{n} file was sealed: {names}", "{n} files were sealed: {names}")
NEW = Template("api.since.new", "{n} finding is new: {names}", "{n} findings are new: {names}")
TURNED = Template("api.since.turned", "{check} on {subject} says «{now}», where it said «{before}»")
SAME = Template("api.since.same", "{n} finding says what it said before", "{n} findings say what they said before")
NO_LONGER = Template(
    "api.since.no_longer", "{n} finding is not in this report any more: {names}", "{n} findings are not in this report any more: {names}"
)
ADDED = Template("api.since.added", "{n} incident is new: {names}", "{n} incidents are new: {names}")
CORRECTED = Template("api.since.corrected", "incident {id} was corrected in {fields}")
CORRECTED_WHY = Template("api.since.corrected_why", "incident {id} was corrected in {fields}, because: {reason}")
MORE_CORRECTED = Template("api.since.more_corrected", "{n} more incident was corrected", "{n} more incidents were corrected")
WITHDRAWN = Template("api.since.withdrawn", "{n} incident was withdrawn: {names}", "{n} incidents were withdrawn: {names}")
MERGED = Template("api.since.merged", "{names} are one event, and count once")
UNMERGED = Template("api.since.unmerged", "{names} are one event no more")
ERASED = Template("api.since.erased", "{n} entry erased something on purpose", "{n} entries erased something on purpose")
COUNTED = Template("api.since.counted", "counted now: {now} {unit}, where there were {before}")
AT_LEAST = Template("api.since.at_least", "at least {low}")
BETWEEN = Template("api.since.between", "{low} to {high}")
WHY = Template("api.since.why", "entry {seq:raw} of {time} ({verb}) gives as its reason: {why}")
NOTHING = Template("api.since.nothing", "nothing in it is different")
NAMED, EACH = 8, 40


def since(case: Case, said: str, runs: Sequence[Run]) -> Since:
    """Return what changed since a moment that somebody named (a day, an entry, a head); `runs` are those that the report shows now."""
    then = moment(case, said)
    events = [each for each in case.custody() if each.seq > then.seq]
    told = (
        *_evidence(events),
        *_findings(_shown(case, then), [each for run in runs for each in run.findings]),
        *_casebook(case, then),
        *_why(events),
    )
    return Since(seq=then.seq, time=then.time, head=then.head, said=told or (NOTHING(),))


def _shown(case: Case, then: Moment) -> list[Finding]:
    from counterwatch.api.report import latest

    return [finding for run in latest([each.run for each in case.runs() if each.seq <= then.seq]) for finding in run.findings]


def _evidence(events: Sequence[CustodyEvent]) -> Iterator[Message]:
    names = list(dict.fromkeys(each.evidence.name for event in events for each in event.sealed))
    if names:
        yield SEALED(n=len(names), names=_some(names))


def _findings(before: Sequence[Finding], now: Sequence[Finding]) -> Iterator[Message]:
    """Compare by what was asked of what: a finding on other evidence is the same question asked again."""
    old, new = ({(each.check, each.subject): each for each in some} for some in (before, now))
    if added := [f"{check} · {subject}" for check, subject in new if (check, subject) not in old]:
        yield NEW(n=len(added), names=_some(added))
    both = [(old[key], each) for key, each in new.items() if key in old]
    turned = [(was, is_now) for was, is_now in both if was.verdict != is_now.verdict]
    yield from (
        TURNED(check=each.check, subject=each.subject, now=VERDICTS[each.verdict][1](), before=VERDICTS[was.verdict][1]())
        for was, each in turned[:EACH]
    )
    if both:
        yield SAME(n=len(both) - len(turned))
    if gone := [f"{check} · {subject}" for check, subject in old if (check, subject) not in new]:
        yield NO_LONGER(n=len(gone), names=_some(gone))


def _casebook(case: Case, then: Moment) -> Iterator[Message]:
    before, now = incidents(case, upto=then.seq), incidents(case)
    found: Changes = changes(before, now)
    was_merged, is_merged = merges(case, upto=then.seq), merges(case)
    if not found and was_merged == is_merged:
        return
    listed = ((ADDED, found.new), (WITHDRAWN, found.withdrawn))
    yield from (template(n=len(ids), names=_some(ids)) for template, ids in listed if ids)
    yield from map(_corrected, found.corrected[:EACH])
    if (more := len(found.corrected) - EACH) > 0:
        yield MORE_CORRECTED(n=more)
    yield from (MERGED(names=" + ".join(each.ids)) for each in is_merged if each not in was_merged)
    yield from (UNMERGED(names=" + ".join(each.ids)) for each in was_merged if each not in is_merged)
    for unit in UNITS:
        was, is_now = (counted(whole(*some), ["status"], unit).total for some in ((before, was_merged), (now, is_merged)))
        if (was.low, was.high) != (is_now.low, is_now.high):
            yield COUNTED(unit=unit, now=_range(is_now), before=_range(was))


def _corrected(each: Corrected) -> Message:
    fields = ", ".join(each.fields)
    return CORRECTED_WHY(id=each.id, fields=fields, reason=each.reason) if each.reason else CORRECTED(id=each.id, fields=fields)


def _why(events: Sequence[CustodyEvent]) -> Iterator[Message]:
    """Return the reasons that people gave for what they did, each once by entry. What was erased is in no earlier state any more, either."""
    if erasing := sum(bool(each.erased_because) for each in events):
        yield ERASED(n=erasing)
    said = [(event, why) for event in events for why in dict.fromkeys(_reasons(event)) if why]
    yield from (WHY(seq=event.seq, time=event.time, verb=event.verb, why=why) for event, why in said[-EACH:])


def _reasons(event: CustodyEvent) -> Iterator[str]:
    yield from (each.purpose for each in event.sealed)
    yield from (said for each in event.custody for said in (each.purpose, each.note))
    yield from event.erased_because


def _range(count: Count) -> Message | int:
    if count.high is None:
        return AT_LEAST(low=count.low)
    return count.low if count.low == count.high else BETWEEN(low=count.low, high=count.high)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
