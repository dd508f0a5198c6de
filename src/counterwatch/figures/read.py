"""Reading a file of figures: the reader is chosen by what the file is, then by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from counterwatch.core import Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import Reader, readers
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.table import Panel
from counterwatch.files.contents import must_be_file

NO_READER = Template("figures.read.no_reader", 'no reader knows files that end like "{name}"')
KNOWN = Template("figures.read.known", "known endings: {suffixes}")
STARTS = {b"PAR1": "figures.parquet", b"PK\x03\x04": "figures.xlsx", b"\xd0\xcf\x11\xe0": "figures.xlsx"}


def read(
    source: Path | bytes, *, name: str, columns: Columns | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> tuple[Panel, Guess]:
    """Return the panel of a file, and how its columns were read."""
    if isinstance(source, Path):
        must_be_file(source, name=name)
    chosen = reader_for(source, name=name)
    panel: Panel = chosen.function(source, name=name, columns=columns or Columns(), progress=progress, cancel=cancel)
    return panel, panel.guess


def reader_for(source: Path | bytes, *, name: str) -> Reader:
    """Return the reader of a file: a workbook that is called .csv is still a workbook."""
    known = readers(Panel)
    by_content = next((reader for start, reader in STARTS.items() if _head(source).startswith(start)), None)
    if by_content is not None and by_content in known:
        return known[by_content]
    ending = name.lower()
    fitting = {suffix: each for each in known.values() for suffix in each.suffixes if ending.endswith(suffix)}
    if not fitting:
        listed = ", ".join(sorted(suffix for each in known.values() for suffix in each.suffixes))
        raise WrongUsage(NO_READER(name=name), hint=KNOWN(suffixes=listed))
    return fitting[max(fitting, key=len)]


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:8]
    try:
        with source.open("rb") as file:
            return file.read(8)
    except OSError:
        return b""
