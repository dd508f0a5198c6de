"""Sources as they are cited: one page in one writing, and which of them go back to one origin by what was declared or by one host."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from counterwatch.incidents.incident import Source


def reference_of(text: str) -> str:
    """Return a reference in one writing: an address without scheme, `www.`, query marks of campaigns and fragment; else the text."""
    written = " ".join(text.split()).casefold()
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    if not parts.netloc:
        return written
    kept = "&".join(each for each in parts.query.split("&") if each and not each.startswith(("utm_", "at_", "traffic_source")))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{'?' + kept if kept else ''}"


def host_of(text: str) -> str:
    """Return the host of an address, without `www.`; the reference itself where it is no address."""
    return reference_of(text).partition("/")[0]


def origins(sources: Sequence[Source]) -> tuple[tuple[int, ...], ...]:
    """Return the sources by number, in groups of one origin: declared to repeat one another, or read on one host."""
    group = list(range(len(sources)))
    keys: dict[str, int] = {}
    for number, each in enumerate(sources):
        for key in {host_of(each.reference), *([host_of(each.origin)] if each.origin else [])}:
            other = keys.setdefault(key, number)
            old, new = group[number], group[other]
            group = [new if at == old else at for at in group]
    return tuple(tuple(number for number, at in enumerate(group) if at == each) for each in dict.fromkeys(group))
