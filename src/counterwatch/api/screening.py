"""Screening: a file with more series than can be looked at one by one, block by block, into one table of short findings."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.api.ask import chosen, parameters
from counterwatch.api.compared import Compared, compare
from counterwatch.api.figures import described
from counterwatch.core import Finding, Message, Problem, Template, WrongUsage, canonical
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, checks
from counterwatch.core.version import __version__
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel
from counterwatch.files.contents import must_be_file

if TYPE_CHECKING:
    from counterwatch.figures.reading.grid import Grid
    from counterwatch.figures.screening.survey import Survey

BLOCK = 200
SCREENING = Template("api.screening.screening", "{n} series asked", "{n} series asked")
COMPARING = Template("api.screening.comparing", "comparing all answers")
SORTING = Template("api.screening.sorting", "writing a copy sorted by unit below {folder}")
EXISTS = Template("api.screening.exists", "{file} exists already")
FORCE = Template("api.screening.force", "choose another name, or overwrite it with --force")
NO_FOLDER = Template("api.screening.no_folder", "there is no folder {folder}")
MAKE_FOLDER = Template("api.screening.make_folder", "make it first, or name another")
SCATTERED = Template("api.screening.scattered", "the rows of a unit do not follow each other in {name}")
SORT = Template(
    "api.screening.sort",
    "sort it by unit, or say --sort-in FOLDER: a sorted copy of its columns is written below that folder, in the clear, and removed at the end",
)
SORTED = Template(
    "api.screening.sorted",
    "the rows of a unit do not follow each other in the file: a sorted copy was written below {folder} and removed; units are in the order of names",
)
NOT_ALONE = Template("api.screening.not_alone", "{name} looks at other units too, so it cannot be asked block by block; `cw figures` asks it")
NOT_THIS = Template("api.screening.not_this", "{name} does not look at values of one unit over time")
CAN = Template("api.screening.can", "these can be asked: {names}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What a screening found: the file written, counts and the most striking series, what was left out, and how the file was read."""

    output: Path
    series: int
    compared: Compared
    left_out: tuple[str, ...]
    commands: tuple[str, ...]
    said: tuple[Message, ...]
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> int:
        """How many records could not be read."""
        return sum(each.records for each in self.problems)


def screen(  # noqa: PLR0913 - each is something that a user may say
    source: Path | str,
    output: Path | str,
    *,
    columns: Columns | None = None,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    block: int = BLOCK,
    sort_in: Path | str | None = None,
    force: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Screening:
    """Ask every check that looks at one series at a time, of every series of a long Parquet file, and write a short row for each answer.

    The file is read in blocks of `block` units, so that memory does not grow with their number. `output` appears when all is done, or not
    at all. Raises `WrongUsage` where the rows of a unit do not follow each other and no folder for a sorted copy is named.
    """
    from counterwatch.figures.reading.pieces import must_be_parquet
    from counterwatch.figures.screening.survey import survey

    file, target = Path(source), Path(output)
    _must_be_free(target, force=force)
    must_be_file(file, name=file.name)
    must_be_parquet(file, name=file.name)
    asked = parameters(asked_alone(only), options or {})
    found = survey(file, columns or Columns(), name=file.name, progress=progress, cancel=cancel)
    with tempfile.TemporaryDirectory(prefix=".cw-screen-", dir=target.parent) as beside, contextlib.ExitStack() as stack:
        grids, said = _in_order(file, found, sort_in, stack, progress, cancel)
        series, problems = _first_pass(grids, found, asked, Path(beside) / "answers.parquet", block, progress, cancel)
        progress(COMPARING(), 0, 0)
        about = {"counterwatch": canonical(_about(file, found, asked)).decode()}
        compared = compare(Path(beside) / "answers.parquet", Path(beside) / "compared.parquet", asked, checks(), about=about, cancel=cancel)
        os.replace(Path(beside) / "compared.parquet", target)  # noqa: PTH105  (this one says that it is atomic)
    left_out = () if only else tuple(name for name in checks(Panel) if name not in asked)
    return Screening(
        output=target, series=series, compared=compared, left_out=left_out,
        commands=_commands(file, found, compared), said=(*found.said, *said), problems=problems,
    )  # fmt: skip


def asked_names() -> list[str]:
    """Return the checks that look at one series at a time."""
    return [name for name, each in checks(Panel).items() if each.asks_each_alone]


def asked_alone(only: Sequence[str]) -> list[Check[Any, Any]]:
    """Return the checks that were asked for, if each looks at one series at a time."""
    every = chosen({name: each for name, each in checks().items() if name.startswith("figures.")}, only)
    can = asked_names()
    for each in every if only else ():
        if each.name not in can:
            template = NOT_ALONE if each.reads is Panel else NOT_THIS
            raise WrongUsage(template(name=each.name), hint=CAN(names=", ".join(can)))
    return [each for each in every if each.name in can]


def _must_be_free(target: Path, *, force: bool) -> None:
    if target.exists() and (target.is_dir() or not force):
        raise WrongUsage(EXISTS(file=str(target)), hint=FORCE())
    if not target.parent.is_dir():
        raise WrongUsage(NO_FOLDER(folder=str(target.parent)), hint=MAKE_FOLDER())


def _in_order(
    file: Path, found: Survey, sort_in: Path | str | None, stack: contextlib.ExitStack, progress: Progress, cancel: Cancel
) -> tuple[Iterator[Grid], tuple[Message, ...]]:
    """Return the rows in pieces in which those of a unit follow each other, and what is said of how that was reached."""
    from counterwatch.figures.reading.pieces import pieces
    from counterwatch.figures.screening.blocks import shares

    grids = pieces(file, name=file.name, columns=found.columns, where=found.form.columns.where)
    if found.is_in_order:
        return grids, ()
    if sort_in is None:
        raise WrongUsage(SCATTERED(name=file.name), hint=SORT())
    if not Path(sort_in).is_dir():
        raise WrongUsage(NO_FOLDER(folder=str(sort_in)), hint=MAKE_FOLDER())
    progress(SORTING(folder=str(sort_in)), 0, 0)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cw-screen-", dir=sort_in))
    return shares(grids, Path(folder), unit=found.unit, rows=found.rows, cancel=cancel), (SORTED(folder=str(sort_in)),)


def _first_pass(
    grids: Iterator[Grid], found: Survey, asked: Mapping[str, Mapping[str, Any]], answers: Path, block: int, progress: Progress, cancel: Cancel
) -> tuple[int, tuple[Problem, ...]]:
    """Ask block by block and write the answers down; return how many series there were, and what a reader must know."""
    import pyarrow.parquet as pq

    from counterwatch.figures.reading.panels import panel_of
    from counterwatch.figures.screening.answers import SCHEMA, table_of
    from counterwatch.figures.screening.blocks import blocks
    from counterwatch.figures.screening.contradictions import Contradictions
    from counterwatch.figures.screening.remarks import Remarks

    known, remarks, against, series = checks(), Remarks(), Contradictions(), 0
    with pq.ParquetWriter(answers, SCHEMA, compression="zstd") as writer:
        for grid in blocks(grids, found.unit, max(1, block)):
            stop_if(cancel)
            panel = panel_of(grid, found.form.columns, found.form)
            remarks.add(panel.problems)
            against.add(panel)
            findings: list[Finding] = []
            for name, params in asked.items():
                answer = known[name](panel, **params)
                findings += [answer] if isinstance(answer, Finding) else answer
            writer.write_table(table_of(panel, findings))
            series += len(panel.units) * len(panel.values)
            progress(SCREENING(n=series), series, found.units * len(panel.values))
    return series, (*against.problems(), *remarks.problems())


def _about(file: Path, found: Survey, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Describe a screening so that somebody else can do it again: the file, how it was read, what was asked."""
    form = found.form
    return {
        "counterwatch": __version__, "evidence": described(file), "columns": form.columns, "step": form.step.value,
        "times": [str(form.times[0]), str(form.times[-1])], "kinds": {name: each.value for name, each in form.kinds.items()},
        "cumulative": dict(form.cumulative), "asked": {name: dict(params) for name, params in asked.items()},
    }  # fmt: skip


def _commands(file: Path, found: Survey, compared: Compared) -> tuple[str, ...]:
    from counterwatch.figures.screening.asking_one import command_for, entries_of

    entries = entries_of(file, found, {each.unit for each in compared.striking})
    return tuple(command_for(str(file), found, entries[each.unit]) for each in compared.striking)
