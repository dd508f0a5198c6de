"""The diary of somebody who is written to, from the export of what they received: counts, waves, groups, and a statement to send."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.ask import chosen, parameters
from counterwatch.api.case import open_case, seal
from counterwatch.api.coordination import available, run
from counterwatch.api.figures import described
from counterwatch.api.posts_tables import Reading, sources_of, tables_of
from counterwatch.api.pseudonym_key import key_of
from counterwatch.api.scratch import scratch_of
from counterwatch.case import Case
from counterwatch.coordination.diary import Diary, diary
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.received import Received
from counterwatch.coordination.setup import PostsSetup
from counterwatch.core import Evidence
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.files.contents import must_be_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WAVES, SYNCHRONY = "coordination.waves", "coordination.synchrony"


def keep_diary(
    files: Sequence[Path | str],
    *,
    day: str,
    case: Case | Path | str | None = None,
    setup: PostsSetup | None = None,
    options: Mapping[str, Any] | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> tuple[Diary, Answer]:
    """Return the diary of received posts as of an ISO `day`, and the findings that it rests on.

    The files hold replies and mentions that one person or group *received*. With a `case` they are sealed and the findings are recorded.
    """
    setup = setup or PostsSetup()
    asked = parameters(chosen(available(), [WAVES, SYNCHRONY]), options or {})
    opened = None if case is None else open_case(case)
    if opened is None:
        for each in files:
            must_be_file(Path(each), name=Path(each).name)
        evidence, places = [described(Path(each)) for each in files], [Path(each) for each in files]
        hidden = Pseudonyms(as_given=setup.as_given)
    else:
        sealed = [seal(opened, each, progress=progress, cancel=cancel) for each in files]
        evidence, places = [each for each, _ in sealed], [place for _, place in sealed]  # type: ignore[misc]
        hidden = Pseudonyms(key=key_of(opened), as_given=setup.as_given)
    with scratch_of(opened) as scratch:
        read = Reading(setup=setup, pseudonyms=hidden, scratch=scratch)
        answer = run(read, evidence, places, asked, progress, cancel)
        made = _made(read, evidence, places, answer, day)
    return made, answer if opened is None else answer.recorded(opened)


def _made(read: Reading, evidence: Sequence[Evidence], places: Sequence[Path | bytes], answer: Answer, day: str) -> Diary:
    setup = msgspec.convert(answer.run.read_with, PostsSetup)
    sources, _ = sources_of([(each.name, place) for each, place in zip(evidence, places, strict=True)], setup)
    table = tables_of(read, sources, [Received]).by_shape[Received]
    finding = next(each for each in answer if each.check == WAVES)
    return diary(table, finding, evidence=evidence, day=day, groups=_groups(table, answer))


def _groups(table: Received, answer: Answer) -> NDArray[np.int64]:
    """Return the group of each account of the table, the first that it was found in; -1 where in none."""
    import numpy as np

    found: dict[str, int] = {}
    members = [each.content for finding in answer if finding.check == SYNCHRONY for each in finding.attachments if each.name == "members.csv"]
    for number, content in enumerate(members):
        for row in csv.DictReader(content.decode().splitlines()):
            found.setdefault(row["account"], number)
    return np.array([found.get(each, -1) for each in table.accounts], dtype=np.int64)
