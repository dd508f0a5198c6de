"""What an account is called in the evidence: shown for pseudonyms of a group, on purpose, with a reason, and recorded in the log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.coordination import INSTRUMENT
from counterwatch.api.pseudonym_key import key_for_again
from counterwatch.case import Case
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.read import opened
from counterwatch.coordination.setup import PostsSetup
from counterwatch.coordination.sources import Source, numbered
from counterwatch.core import Template, WrongUsage
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
    grouped = {name for run in runs for name in members_of(case, run)}
    for each in pseudonyms:
        if each not in grouped:
            raise WrongUsage(NOT_IN_A_GROUP(pseudonym=each), hint=FROM_A_GROUP())
    key, wanted, found = Pseudonyms(key=key_for_again(case)), set(pseudonyms), dict[str, str]()
    evidence = sorted({id for run in runs for id in run.evidence})
    with case.write("export", signer=signer_of(case)) as batch:
        note = str(NOTE(pseudonyms=", ".join(sorted(wanted))))
        batch.record("custody", {"purpose": reason, "authority": "", "note": note, "evidence": evidence})
    for run in runs:
        for name in names_in(case, run, progress, cancel):
            if (pseudonym := key.of(name)) in wanted:
                found[pseudonym] = name
    return found
