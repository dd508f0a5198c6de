"""The words of a report that need explaining: only those that occur in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from counterwatch.core import Finding, Message, Template
from counterwatch.report.document import Document

Occurs = Callable[[Document], bool]


def _any(asked: Callable[[Finding], object]) -> Occurs:
    return lambda document: any(asked(each) for each in document.findings)


def _always(_: Document) -> bool:
    return True


def _used(document: Document) -> bool:
    return bool(document.findings)


ENTRIES: tuple[tuple[Template, Template, Occurs], ...] = (
    (
        Template("report.glossary.check", "check"),
        Template("report.glossary.check_said", "one question asked of the data, always in the same way; it cites the source of its method"),
        _used,
    ),
    (
        Template("report.glossary.verdict", "departs, consistent, not tested"),
        Template(
            "report.glossary.verdict_said",
            "the data do not look as the stated expectation would make them; they do; or there was too little to say; none of them accuses anybody",
        ),
        _used,
    ),
    (
        Template("report.glossary.p_value", "p-value"),
        Template("report.glossary.p_value_said", "how often data that follow the expectation would look at least so far from it"),
        _any(lambda finding: finding.p_value is not None),
    ),
    (
        Template("report.glossary.q_value", "adjusted p-value (q)"),
        Template(
            "report.glossary.q_value_said",
            "the p-value corrected for how many were asked: where all with q at most 5% are named, about 5% of those named are expected to be chance",
        ),
        _any(lambda finding: finding.q_value is not None),
    ),
    (
        Template("report.glossary.interval", "interval"),
        Template("report.glossary.interval_said", "the range in which the true value lies in about the stated share of cases, if the model holds"),
        _any(lambda finding: finding.estimate is not None and finding.estimate.low is not None),
    ),
    (
        Template("report.glossary.rank", "rank"),
        Template("report.glossary.rank_said", "the place among comparable ones, counted from the most extreme; somebody is always first"),
        _any(lambda finding: finding.rank),
    ),
    (
        Template("report.glossary.pseudonym", "pseudonym"),
        Template(
            "report.glossary.pseudonym_said", "a sign in place of an account; which account it stands for only the holder of the case's key can tell"
        ),
        lambda document: any(each.instrument == "coordination" for each in document.asked),
    ),
    (
        Template("report.glossary.evidence", "evidence"),
        Template("report.glossary.evidence_said", "a file exactly as it was received, which was sealed before anything was asked of it"),
        lambda document: bool(document.evidence),
    ),
    (
        Template("report.glossary.hash", "hash (SHA-256)"),
        Template("report.glossary.hash_said", "64 signs computed from a file; if one bit of the file changes, they come out different"),
        _always,
    ),
    (
        Template("report.glossary.ledger", "ledger"),
        Template("report.glossary.ledger_said", "the list of everything that was done with the case; each entry holds the hash of the one before"),
        lambda document: bool(document.custody),
    ),
    (
        Template("report.glossary.head", "ledger head"),
        Template("report.glossary.head_said", "the hash of the last entry; who knows it can tell whether any earlier entry was changed"),
        lambda document: bool(document.head),
    ),
    (
        Template("report.glossary.anchor", "anchor"),
        Template(
            "report.glossary.anchor_said", "something outside the case, such as a printed head or a time-stamp, that fixes its state at that time"
        ),
        lambda document: bool(document.head),
    ),
    (
        Template("report.glossary.signature", "signature, fingerprint"),
        Template(
            "report.glossary.signature_said",
            "a signature shows which key signed; a fingerprint is the short name of that key, to compare with one that you got from its holder",
        ),
        lambda document: bool(document.signers),
    ),
    (
        Template("report.glossary.withheld", "withheld count"),
        Template(
            "report.glossary.withheld_said", "a count that is so small, or that would reveal one so small, that a person could be recognised by it"
        ),
        lambda document: bool(document.tables),
    ),
)


def glossary(document: Document) -> Iterable[tuple[Message, Message]]:
    """Yield the terms that occur in a report, each with what it means."""
    return ((term(), said()) for term, said, occurs in ENTRIES if occurs(document))
