"""Coordination: from files of public posts to findings, with or without a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.ask import ask, chosen, parameters
from counterwatch.api.case import open_case, seal
from counterwatch.api.figures import described
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.api.posts_tables import Reading, sources_of, tables_of
from counterwatch.api.pseudonym_key import key_for_again, key_of
from counterwatch.api.scratch import scratch_of
from counterwatch.case import Case
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.received import Received
from counterwatch.coordination.setup import PostsFile, PostsSetup
from counterwatch.coordination.signal import signals
from counterwatch.coordination.table import Posts
from counterwatch.core import Evidence, Problem, Run, Template, canonical, replace
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import Check, checks
from counterwatch.files.contents import must_be_file

INSTRUMENT = "coordination"
NO_KEY_KEPT = Template(
    "api.coordination.no_key_kept",
    "no case: the key of the pseudonyms was made for this run and dropped, so they cannot be compared with those of any other run",
)
AS_GIVEN = Template(
    "api.coordination.as_given", "accounts are called as in the file (--handles-as-given): its publisher must have put pseudonyms there"
)
SPARK_IN_THE_CLEAR = Template(
    "api.coordination.spark_in_the_clear", "Spark keeps what it works with on disks in the clear, and this case is encrypted"
)
PLAIN_OR_DUCKDB = Template("api.coordination.plain_or_duckdb", "use --engine duckdb, which gives the same pairs, or a case made with --plain")
NOT_READABLE = Template("api.coordination.not_readable", "how this run read its files is not understood: {reason}")
OTHER_NUMBER = Template("api.coordination.other_number", "this run names {files} files and says how to read {said}")
SAME_VERSION = Template("api.coordination.same_version", "do it again with the version of the program that made the run")


def ask_coordination(  # noqa: PLR0913 - what is asked, of what, how it is read and followed
    files: Sequence[Path | str],
    *,
    case: Case | Path | str | None = None,
    setup: PostsSetup | None = None,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    reads: type = Posts,
    plain_scratch: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Answer:
    """Ask the checks of coordination of some files of posts, taken as one collection, or (`reads`) as what one person received.

    `setup` says how they are read, `only` names the checks (all where empty), `options` sets their keywords. With a `case` the files are
    sealed first, pseudonyms are made with the key of the case, and the run is recorded; without one, with a key that is dropped.
    Raises `UnreadableEvidence` for a file that cannot be read, `WrongUsage` for a column, signal or check that does not exist.
    """
    setup = setup or PostsSetup()
    asked = parameters(chosen(available(reads), only), options or {})
    if case is None:
        paths = [Path(each) for each in files]
        for each in paths:
            must_be_file(each, name=each.name)
        with scratch_of(None) as scratch:
            read = Reading(setup=setup, pseudonyms=Pseudonyms(as_given=setup.as_given), scratch=scratch)
            answer = run(read, [described(each) for each in paths], paths, asked, progress, cancel)
        unkept = () if setup.as_given else (Problem(message=NO_KEY_KEPT()),)
        return Answer(run=msgspec.structs.replace(answer.run, problems=(*unkept, *answer.run.problems)), evidence=answer.evidence, said=answer.said)
    opened_case = open_case(case)
    refuse_spark(opened_case, asked)
    sealed = [seal(opened_case, each, progress=progress, cancel=cancel) for each in files]
    with scratch_of(opened_case, on_disk=plain_scratch) as scratch:
        read = Reading(setup=setup, pseudonyms=Pseudonyms(key=key_of(opened_case), as_given=setup.as_given), scratch=scratch)
        return run(read, [each for each, _ in sealed], [place for _, place in sealed], asked, progress, cancel).recorded(opened_case)


def refuse_spark(case: Case, asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse an engine that writes codes and times in the clear, in a case that is encrypted."""
    if case.case_file.is_encrypted and any(params.get("engine") == "spark" for params in asked.values()):
        raise Refused(SPARK_IN_THE_CLEAR(), hint=PLAIN_OR_DUCKDB())


def available(reads: type | None = None) -> dict[str, Check[Any, Any]]:
    """Return every check that reads a collection of posts or what one person received, or those that read one of these, by name."""
    return {name: each for shape in (Posts, Received) if reads in (None, shape) for name, each in checks(shape).items()}


def run(
    read: Reading,
    evidence: Sequence[Evidence],
    places: Sequence[Path | bytes],
    asked: Mapping[str, Mapping[str, Any]],
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Answer:
    """Ask checks of what was read of some evidence; the same arguments always give the same findings."""
    setup, known = read.setup, available()
    sources, readers = sources_of([(each.name, place) for each, place in zip(evidence, places, strict=True)], setup)
    tables = tables_of(read, sources, {known[name].reads for name in asked}, progress=progress, cancel=cancel)
    findings = ask(tables, asked, known, comparable=lambda _: None, progress=progress, cancel=cancel)
    resolved = msgspec.structs.replace(
        setup, files=tuple(PostsFile(name=each.name, reader=reader.name) for each, reader in zip(evidence, readers, strict=True))
    )
    modules = [
        *(known[name].module for name in asked), *(each.function.__module__ for each in readers),
        *(each.objects.__module__ for each in signals().values()), __name__,
    ]  # fmt: skip
    ids = tuple(each.id for each in evidence)
    as_given = (Problem(message=AS_GIVEN()),) if setup.as_given else ()
    made = Run(
        instrument=INSTRUMENT, evidence=ids, reader=readers[0].name, read_with=msgspec.json.decode(canonical(resolved)),
        asked={name: dict(params) for name, params in asked.items()}, code=code_of_all(modules), plugins=plugins_of(modules),
        findings=tuple(replace(each, evidence=ids) for each in findings), problems=(*as_given, *tables.problems),
    )  # fmt: skip
    return Answer(run=made, evidence=tuple(evidence), said=tables.said)


def again_in(case: Case) -> Callable[[Run, Sequence[Evidence], Sequence[Path | bytes], Progress, Cancel], Run]:
    """Return what does a stored run of a case again, with the pseudonyms of that case."""
    return partial(again, case)


def again(case: Case, stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:
    """Do a stored run again from its own inputs and the key of its case, for verification."""
    try:
        setup = msgspec.convert(stored.read_with, PostsSetup)
    except msgspec.ValidationError as error:
        raise VerificationFailed(NOT_READABLE(reason=str(error)), hint=SAME_VERSION()) from error
    if len(setup.files) != len(evidence):
        raise VerificationFailed(OTHER_NUMBER(files=len(evidence), said=len(setup.files)), hint=SAME_VERSION())
    with scratch_of(case) as scratch:
        read = Reading(setup=setup, pseudonyms=Pseudonyms(key=key_for_again(case), as_given=setup.as_given), scratch=scratch)
        return run(read, evidence, places, stored.asked, progress, cancel).run
