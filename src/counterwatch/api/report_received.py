"""What a report says of others: which bundles came in, what they found, and where both sides disagree; never among one's own findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterwatch.api.foreign import Conflict, ForeignRun, bundles, conflicts, foreign_runs
from counterwatch.case import Case
from counterwatch.core import Message, Template, Verdict
from counterwatch.report.document import Sheet
from counterwatch.report.labels import VERDICTS

BUNDLES = Template("api.report_received.bundles", "Bundles that came in")
NUMBER, KEY = Template("api.report_received.number", "Number"), Template("api.report_received.key", "Key that signed it")
COPY, ENTRY = Template("api.report_received.copy", "Kind of copy"), Template("api.report_received.entry", "State of their case")
COPIES = {
    "whole": Template("api.report_received.whole", "whole"),
    "travel": Template("api.report_received.travel", "for travelling"),
    "redacted": Template("api.report_received.redacted", "redacted"),
}
NOT_SIGNED = Template("api.report_received.not_signed", "not signed")
COMPARE = Template(
    "api.report_received.compare",
    "A signature says whose key it was; who holds that key has to be known from elsewhere. "
    "Records that came with them count in this casebook, each marked with the key that brought it.",
)
FOUND = Template("api.report_received.found", "Findings of others")
CHECK, SUBJECT = Template("api.report_received.check", "Check"), Template("api.report_received.subject", "Subject")
SAID, VERDICT = Template("api.report_received.said", "Finding"), Template("api.report_received.verdict", "Verdict")
NOT_OURS = Template(
    "api.report_received.not_ours",
    "They were computed by others, from their case, and not again here. Nothing in this report counts them; cw verify BUNDLE --rerun computes them.",
)
MORE = Template("api.report_received.more", "{n} more is not listed: cw import --findings", "{n} more are not listed: cw import --findings")
CONFLICTS = Template("api.report_received.conflicts", "Records that both sides changed, and nobody settled")
RECORD, FIELDS = Template("api.report_received.record", "Record"), Template("api.report_received.fields", "Fields that differ")
WHY = Template("api.report_received.why", "Why it waits")
WHYS = {
    "both": Template("api.report_received.both", "both sides changed it"),
    "wider": Template("api.report_received.wider", "theirs would let more of it leave"),
    "apart": Template("api.report_received.apart", "no version was ever the same: there may be two things under one id"),
}
STANDS = Template("api.report_received.stands", "This report counts this side's version of each.")
COUNTED = Template(
    "api.report_received.counted",
    "{n} bundle of others came in; whose it is, and what they found, is no part of a public report.",
    "{n} bundles of others came in; whose they are, and what they found, is no part of a public report.",
)
WAITING = Template(
    "api.report_received.waiting",
    "About {n} record both sides disagree, and nobody settled it; this report counts this side's version.",
    "About {n} records both sides disagree, and nobody settled it; this report counts this side's versions.",
)
LISTED, SHORT = 200, 16


def received(case: Case, *, public: bool) -> tuple[Sheet, ...]:
    """Return what came from others as tables; in a public report only how much, for a key tells who worked with whom."""
    came, waiting = bundles(case), conflicts(case)
    if not came:
        return ()
    if public:
        said = (COUNTED(n=len(came)), *([WAITING(n=len(waiting))] if waiting else []))
        return (Sheet(title=BUNDLES(), header=(NUMBER(),), said=said),)
    return (_bundles(came), *_findings(list(foreign_runs(case))), *([_conflicts(waiting)] if waiting else []))


def _bundles(came: Sequence[dict[str, str]]) -> Sheet:
    rows = tuple(
        (
            each["number"][:SHORT],
            COPIES[each["copy"]]() if each["copy"] in COPIES else each["copy"],
            each["head"] or "—",
            each["signer"] or NOT_SIGNED(),
        )
        for each in came
    )
    return Sheet(title=BUNDLES(), header=(NUMBER(), COPY(), ENTRY(), KEY()), rows=rows, said=(COMPARE(),))


def _findings(runs: Sequence[ForeignRun]) -> Iterator[Sheet]:
    every = [(each, finding) for each in runs for finding in each.run.findings]
    if not every:
        return
    every.sort(key=lambda both: list(Verdict).index(both[1].verdict))
    rows: tuple[tuple[Message | str, ...], ...] = tuple(
        (finding.subject, finding.check, VERDICTS[finding.verdict][1](), finding.statement, each.bundle_signer[:SHORT] or NOT_SIGNED())
        for each, finding in every[:LISTED]
    )
    more = len(every) - LISTED
    yield Sheet(
        title=FOUND(), header=(SUBJECT(), CHECK(), VERDICT(), SAID(), KEY()), rows=rows, said=(NOT_OURS(), *([MORE(n=more)] if more > 0 else []))
    )


def _conflicts(waiting: Sequence[Conflict]) -> Sheet:
    rows = tuple(
        (each.record, ", ".join(each.fields), WHYS[each.why]() if each.why in WHYS else each.why, each.signer[:SHORT] or NOT_SIGNED())
        for each in waiting[:LISTED]
    )
    more = len(waiting) - LISTED
    return Sheet(title=CONFLICTS(), header=(RECORD(), FIELDS(), WHY(), KEY()), rows=rows, said=(STANDS(), *([MORE(n=more)] if more > 0 else [])))
