"""What fixes the case of a report from outside, as its own ledger says it: up to which entry an earlier copy put back could be told."""

from __future__ import annotations

from counterwatch.core import Message, Template
from counterwatch.report.document import AnchorLine, Document

HEADING = Template("report.anchored.heading", "Anchors outside the case")
NO_ANCHOR = Template("report.anchored.no_anchor", "No anchor: an earlier copy of this case, put back in its place, could not be told from it.")
PRINTED = Template(
    "report.anchored.printed",
    "On paper or by mail: the hash of entry {seq:raw}, recorded {time}. Whoever holds it can show whether anything up to there was replaced.",
)
STAMPED = Template(
    "report.anchored.stamped",
    "Time-stamp of entry {seq:raw}, recorded {time}. With the authority's certificate it shows by when everything up to there existed.",
)
PROVED = Template(
    "report.anchored.proved",
    "OpenTimestamps proof of entry {seq:raw}, recorded {time}. Completed, it shows that everything up to there is older than a public block.",
)
RECEIVED = Template(
    "report.anchored.received",
    "Receipt for a copy up to entry {seq:raw}, recorded {time}. With it, the receiver can show whether anything up to there was replaced.",
)
AFTER = Template(
    "report.anchored.after",
    "{n} entry after that is covered by no anchor that this ledger knows.",
    "{n} entries after that are covered by no anchor that this ledger knows.",
)
NOT_GENUINE = Template(
    "report.anchored.not_genuine",
    "Whether they are genuine is not said here: cw verify checks them, with the paper or the certificate that you hold.",
)
KINDS = {"printed": PRINTED, "rfc3161": STAMPED, "opentimestamps": PROVED, "receipt": RECEIVED}


def anchored(document: Document) -> tuple[Message, ...]:
    """Return the sentences about anchors: of each kind the one that reaches furthest, since a head stands for everything before it."""
    furthest: dict[str, AnchorLine] = {}
    for each in sorted(document.anchors, key=lambda line: (line.seq, line.time)):
        furthest[each.form] = each
    if not furthest:
        return (NO_ANCHOR(),)
    lines = sorted(furthest.values(), key=lambda line: (-line.seq, line.form))
    said = [KINDS[each.form](seq=each.seq, time=each.time) for each in lines]
    after = document.head_seq - lines[0].seq
    return (*said, *([AFTER(n=after)] if after > 0 else []), NOT_GENUINE())
