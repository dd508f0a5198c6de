"""The words that every room shares: findings, messages, errors, the registry. Knows no instrument and no case."""

from counterwatch.core.canonical import canonical, digest, sha256_hex
from counterwatch.core.errors import CounterwatchError, UnreadableEvidence, WrongUsage
from counterwatch.core.finding import Attachment, Chart, Estimate, Evidence, Finding, Grade, Problem, Rank, Verdict, replace
from counterwatch.core.message import Message, Template
from counterwatch.core.records import Found, Record, Records
from counterwatch.core.registry import check, format, reader
from counterwatch.core.run import Run

__all__ = [
    "Attachment", "Chart", "CounterwatchError", "Estimate", "Evidence", "Finding", "Found", "Grade", "Message", "Problem", "Rank", "Record",
    "Records", "Run", "Template", "UnreadableEvidence", "Verdict", "WrongUsage", "canonical", "check", "digest", "format", "reader", "replace",
    "sha256_hex",
]  # fmt: skip
