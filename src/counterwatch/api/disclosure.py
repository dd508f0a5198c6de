"""What an account is called in the evidence: shown for pseudonyms of a group, on purpose, with a reason, and recorded in the log."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.coordination import INSTRUMENT
from counterwatch.api.posts_tables import sources_of
from counterwatch.api.pseudonym_key import key_for_again
from counterwatch.case import Case
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.setup import PostsSetup
from counterwatch.coordination.sources import numbered
from counterwatch.core import Run, Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

SEARCHING = Template("api.disclosure.searching", "reading the evidence again")
NO_REASON = Template("api.disclosure.no_reason", "showing what an account is called takes a reason, which is recorded")
SAY_REASON = Template("api.disclosure.say_reason", 'say why, such as --reason "report to the platform, agreed with the person attacked"')
NOT_IN_A_GROUP = Template("api.disclosure.not_in_a_group", "{pseudonym} is in no group that this case has found")
FROM_A_GROUP = Template(
    "api.disclosure.from_a_group", "take pseudonyms from the table of a group; a name cannot be given, and nothing here looks one up"
)
NOTE = Template("api.disclosure.note", "shown what these pseudonyms are called in the evidence: {pseudonyms}")
COLUMNS = ("account", "account_a", "account_b")
"""The columns of a group's tables that hold pseudonyms."""


def disclose(
    case: Case | Path | str, pseudonyms: Sequence[str], *, reason: str, progress: Progress = quiet, cancel: Cancel = never
) -> dict[str, str]:
    """Return what some pseudonyms of groups are called in the evidence, and record in the log that they were shown, and why.

    The act is recorded before anything is shown. A pseudonym that is in no group of a recorded run is refused.
    """
    if not reason.strip():
        raise Refused(NO_REASON(), hint=SAY_REASON())
    case = open_case(case)
    runs = [each.run for each in case.runs() if each.run.instrument == INSTRUMENT]
    grouped = {pseudonym for run in runs for pseudonym in in_groups(case, run)}
    for each in pseudonyms:
        if each not in grouped:
            raise WrongUsage(NOT_IN_A_GROUP(pseudonym=each), hint=FROM_A_GROUP())
    evidence = sorted({id for run in runs for id in run.evidence})
    with case.write("export", signer=signer_of(case)) as batch:
        note = str(NOTE(pseudonyms=", ".join(sorted(set(pseudonyms)))))
        batch.record("custody", {"purpose": reason, "authority": "", "note": note, "evidence": evidence})
    return dict(sorted(pair for run in runs for pair in _called(case, run, set(pseudonyms), progress, cancel)))


def in_groups(case: Case, run: Run) -> Iterator[str]:
    """Yield the pseudonyms in the tables that belong to the groups of a run."""
    for attachment in {each.sha256: each for finding in run.findings for each in finding.attachments}.values():
        for row in csv.DictReader(case.attachment(attachment.sha256).decode().splitlines()):
            yield from (row[name] for name in COLUMNS if name in row)


def _called(case: Case, run: Run, wanted: set[str], progress: Progress, cancel: Cancel) -> Iterator[tuple[str, str]]:
    """Yield the wanted pseudonyms with what they stand for in the evidence of a run."""
    setup = msgspec.convert(run.read_with, PostsSetup)
    made = Pseudonyms(key=key_for_again(case), as_given=setup.as_given)
    named = {each.id: each.name for each in case.evidence()}
    sources, _ = sources_of([(named[id], case.evidence_source(id)) for id in run.evidence], setup)
    for _, _, batch in numbered(sources):
        stop_if(cancel)
        progress(SEARCHING(), 0, 0)
        for account in batch["account"].unique():
            if (pseudonym := made.of(account)) in wanted:
                yield pseudonym, account
