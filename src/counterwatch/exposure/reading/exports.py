"""The door for exports: any file of one becomes an archive, or a named refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.recognising import reader_for


def read_archive(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """Return what an export holds, by whichever platform's reader knows it.

    `source` is its path, or its content where it comes out of an encrypted case; `name` is how it is called in messages. `pseudonym` is a
    keyed hash: whatever names another person becomes its result and is not kept otherwise. Raises `UnreadableEvidence` for what is not
    recognised, damaged or made to do harm; what can be read of a partly damaged export is kept, with the rest under `problems`.
    """
    archive: Archive = reader_for(source, name=name).function(source, name=name, pseudonym=pseudonym)
    return archive
