"""What came in from others, on a terminal: every number with what it means, every conflict with both sides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterwatch.api.bundle_received import Received
    from counterwatch.api.foreign import Conflict
    from counterwatch.case import Case
    from counterwatch.core import Found

BEFORE = Template("cli.imports.before", "this bundle came in before: nothing was changed")
EVIDENCE = Template("cli.imports.evidence", "evidence sealed: {n}")
FINDINGS = Template("cli.imports.findings", "findings of others, kept as theirs: {n}")
RECORDS = Template(
    "cli.imports.records", "records: {new} new, {on} went on from yours, {same} unchanged, {older} where yours is newer, {conflicts} in conflict"
)
CONFLICT = Template("cli.imports.conflict", "conflict: {record} was changed on both sides: {fields}")
WIDER = Template("cli.imports.wider", "conflict: {record} was changed there so that more of it may leave: {fields}")
APART = Template(
    "cli.imports.apart", "conflict: {record} has no version in common with yours: there may be two things under one id; they differ in {fields}"
)
WENT_ON = Template("cli.imports.went_on", "went on from yours: {record}")
SIDE = Template("cli.imports.side", "{name}: ours {ours} · theirs {theirs}")
REFUSED = Template("cli.imports.refused", "not taken over: {record}: it is not what it says it is, or holds a term that this case protects")
LEFT = Template("cli.imports.left", "not taken over: {n} of the kind {kind}; these decide what a case counts and publishes, and stay in the bundle")
ERASED = Template("cli.imports.erased", "not taken over: {n} piece of evidence was erased on purpose, here or there",
                  "not taken over: {n} pieces of evidence were erased on purpose, here or there")  # fmt: skip
ERASED_RECORD = Template(
    "cli.imports.erased_record", "not taken over: {record} was erased here on purpose; if it may come back, add it again by hand"
)
SIGNED = Template("cli.imports.signed", "signed by {key}: compare that key with the one the sender told you by another way")
LINE = Template("cli.imports.line", "{number}  {copy}  case {case}  entry {head}  signed {key}")
FINDING = Template("cli.imports.finding", "{verdict}  {check}: {statement} (of {key})")
THEIRS = Template("cli.imports.theirs", "version {version:raw} came from somebody else, in a bundle signed {key}")
NONE = Template("cli.imports.none", "nothing of others is here")
SETTLED = Template("cli.imports.settled", "settled: {record} ({side})")
SHOWN = 20


def take_in(case: Case, bundle: Path, *, purpose: str, authority: str) -> None:
    """Import a bundle and say what came of it."""
    from counterwatch.api.bundle_import import import_bundle
    from counterwatch.api.foreign import conflicts

    with progress() as bar:
        received = import_bundle(bundle, case=case, purpose=purpose, authority=authority, progress=bar)
    if received.before:
        show(text(BEFORE()))
    elif received.kept:
        say(received.kept)
    else:
        show_brought(received)
    waiting = conflicts(case)
    for each in waiting[:SHOWN]:
        show_conflict(each)
    if received.signer:
        say(SIGNED(key=received.signer))
    say_next("cw import --conflicts" if waiting else "cw log")


def show_brought(received: Received) -> None:
    """Print what a bundle brought, and what was not taken over."""
    brought = received.brought
    show(text(EVIDENCE(n=len(brought.evidence))))
    show(text(FINDINGS(n=brought.findings)))
    show(text(RECORDS(
        new=len(brought.new), on=len(brought.went_on), same=brought.unchanged, older=brought.ours_newer, conflicts=len(brought.conflicts)
    )))  # fmt: skip
    for record in brought.went_on[:SHOWN]:
        show("  " + text(WENT_ON(record=record)))
    for record in brought.refused[:SHOWN]:
        say(REFUSED(record=record))
    for kind, n in sorted(brought.left.items()):
        say(LEFT(kind=kind, n=n))
    if brought.erased:
        say(ERASED(n=brought.erased))
    for record in brought.erased_records[:SHOWN]:
        say(ERASED_RECORD(record=record))


def show_conflict(conflict: Conflict) -> None:
    """Print a conflict, field by field, with both sides."""
    said = {"wider": WIDER, "apart": APART}.get(conflict.why, CONFLICT)
    show(text(said(record=conflict.record, fields=", ".join(conflict.fields))))
    for name, (ours, theirs) in conflict.fields.items():
        show("  " + text(SIDE(name=name, ours=_told(ours), theirs=_told(theirs))))


def show_asked(case: Case, *, is_list: bool, findings: bool, conflicts: bool) -> None:
    """Print what came in before: bundles, findings or conflicts."""
    from counterwatch.api import foreign

    lines: list[Message] = []
    if is_list:
        lines += [
            LINE(number=each["number"][:16], copy=each["copy"], case=each["case"] or "-", head=each["head"][:20] or "-", key=each["signer"] or "-")
            for each in foreign.bundles(case)
        ]
    if findings:
        lines += [
            FINDING(verdict=finding.verdict.value, check=finding.check, statement=finding.statement, key=each.bundle_signer[:16])
            for each in foreign.foreign_runs(case) for finding in each.run.findings
        ]  # fmt: skip
    for line in lines:
        show(text(line))
    waiting = foreign.conflicts(case) if conflicts else []
    for each in waiting:
        show_conflict(each)
    if not lines and not waiting:
        say(NONE())


def show_origin(case: Case, versions: Sequence[Found]) -> None:
    """Say which versions of a record came from somebody else: they are theirs, and what comes behind is one's own."""
    from counterwatch.api.foreign import origins

    known = origins(case)
    for each in versions:
        if key := known.get((each.record.id, each.record.version)):
            show(text(THEIRS(version=each.record.version, key=key)))


def settled(case: Case, record: str, take: str) -> None:
    """Settle a conflict, and show once more what it was."""
    from counterwatch.api.foreign import settle

    for each in settle(case, record, take):
        show_conflict(each)
    show(text(SETTLED(record=record, side=take)))
    say_next("cw records show " + record)


def _told(value: Any) -> str:
    from counterwatch.core import canonical

    return value if isinstance(value, str) else "-" if value is None else canonical(value).decode()[:200]
