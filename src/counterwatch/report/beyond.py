"""Reports that would be too long to open: what a page leaves out, and the counts of the whole, which it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

import msgspec

from counterwatch.core import Finding, Template, Verdict
from counterwatch.core.canonical import canonical, sha256_hex
from counterwatch.report.document import Beyond, Counted, Document, Rested
from counterwatch.report.order import cards, distinct_problems, groups, strength, tallies
from counterwatch.report.rests import rests

MOST = 2_000
"""Findings that a page lists beside the cards, and remarks on records: about 6 MB and 100 pages of paper."""
LEFT_OUT = Template(
    "report.beyond.left_out",
    "{n} finding is counted above and not listed on this page, which would be too long to open. All are in findings.csv and findings.jsonl, "
    "which cw report --figures writes; findings.jsonl has the SHA-256",
    "{n} findings are counted above and not listed on this page, which would be too long to open. All are in findings.csv and findings.jsonl, "
    "which cw report --figures writes; findings.jsonl has the SHA-256",
)
REMARKS_LEFT_OUT = Template("report.beyond.remarks_left_out", "{n} more remark is left out here.", "{n} more remarks are left out here.")


def shortened(document: Document) -> Document:
    """Return a document as short as a page may be, with the counts of the whole; one that is short enough, or was shortened, as it is."""
    remarks = distinct_problems(document.findings, document.problems)
    shown = cards(document.findings)
    if document.beyond or (len(document.findings) - len(shown) <= MOST and len(remarks) <= MOST):
        return document
    kept = _kept(document.findings, shown)
    beyond = Beyond(
        findings=len(document.findings) - len(kept), remarks=max(0, len(remarks) - MOST), records=sum(each.records for each in remarks),
        sha256=sha256_hex(findings_lines(document)),
        tallies=tuple(
            Counted(check=each.check, departs=each.departs, consistent=each.consistent, not_tested=each.not_tested)
            for each in tallies(document.findings)
        ),
        rests=tuple(
            Rested(evidence=each.evidence, check=each.check, findings=each.findings, departing=each.departing) for each in rests(document, ())
        ),
    )  # fmt: skip
    plain = tuple(msgspec.structs.replace(each, problems=()) for each in kept)
    names = {attachment.sha256 for each in kept for attachment in each.attachments}
    attachments = tuple(each for each in document.attachments if each.sha256 in names)
    return msgspec.structs.replace(document, findings=plain, problems=remarks[:MOST], attachments=attachments, beyond=beyond)


def findings_lines(document: Document) -> bytes:
    """Return all findings as one line of canonical JSON each."""
    return b"".join(canonical(each) + b"\n" for each in document.findings)


def _kept(findings: Sequence[Finding], shown: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what is shown in full, the weakest departure of every check, and of the others the first of each group in turn."""
    departing = [each for each in findings if each.verdict is Verdict.DEPARTS]
    weakest = {each.check: each for each in sorted(departing, key=strength)}
    always = {id(each) for each in (*shown, *weakest.values())}
    turns = chain.from_iterable(zip_longest(*(each.findings for each in groups(findings, shown=shown))))
    others = [each for each in turns if each is not None and id(each) not in always][: MOST - len(weakest)]
    chosen = always | {id(each) for each in others}
    return tuple(each for each in findings if id(each) in chosen)
