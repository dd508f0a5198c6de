"""The door for exports: any file of one becomes an archive, or a named refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.recognising import reader_for


def read_archive(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str], columns: Mapping[str, str] = MappingProxyType({})) -> Archive:
    """Return what an export holds, by whichever platform's reader knows it.

    `source` is its path, or its content where it comes out of an encrypted case; `name` is how it is called in messages. `pseudonym` is a
    keyed hash: whatever names another person becomes its result and is not kept otherwise. Raises `UnreadableEvidence` for what is not
    recognised, damaged or made to do harm; what can be read of a partly damaged export is kept, with the rest under `problems`.
    With `columns` (role to heading) the file is a table of orders or parcels, whose columns have other names than usual.
    """
    if columns:
        from counterwatch.exposure.readers.orders import orders

        table: Archive = orders(source, name=name, pseudonym=pseudonym, columns=columns)
        return table
    archive: Archive = reader_for(source, name=name).function(source, name=name, pseudonym=pseudonym)
    return archive
