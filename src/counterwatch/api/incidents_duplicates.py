"""Records of a case that may be of one event, with reasons; what is merged already is not proposed again."""

from __future__ import annotations

from pathlib import Path

from counterwatch.api.case import open_case
from counterwatch.api.incidents import incidents
from counterwatch.api.incidents_merges import parts
from counterwatch.case import Case
from counterwatch.core import Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.incidents.duplicates import LEAST, Proposal, duplicates

NO_PROBABILITY = Template("api.incidents_duplicates.no_probability", "{least} is no probability")
BETWEEN = Template("api.incidents_duplicates.between", "say a number above 0 and below 1, such as 0.6")


def proposed(case: Case | Path | str, *, least: float = LEAST, progress: Progress = quiet, cancel: Cancel = never) -> list[Proposal]:
    """Return pairs of records that may be of one event, the likeliest first; nothing is stored and nothing merged.

    Pairs of records of one merge are left out. Raises `WrongUsage` where `least` is no probability.
    """
    if not 0 < least < 1:
        raise WrongUsage(NO_PROBABILITY(least=str(least)), hint=BETWEEN())
    opened = open_case(case)
    merged = parts(opened)
    every = duplicates(incidents(opened), least=least, progress=progress, cancel=cancel)
    return [each for each in every if each.other not in merged.get(each.one, ())]
