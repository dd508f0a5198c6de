"""The lists of a bundle, read strictly: one form for one content, and only names that a bundle may hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from counterwatch.bundle.opened import Bundle
from counterwatch.bundle.places import MANIFESTS, METHODS, TAG_MANIFESTS, UNLISTED, is_known, is_payload
from counterwatch.case.defect import Defect
from counterwatch.core import Template

BAD_LIST = Template(
    "bundle.lists.bad_list", "line {line:raw} is not a hash and the name of a file that a bundle may hold, or stands in the wrong place"
)
NO_LIST = Template("bundle.lists.no_list", "the list is missing, empty, or larger than that of any bundle")
OTHER_NAMES = Template("bundle.lists.other_names", "it names other files than {other}")
LINES = tuple(re.compile(rf"([0-9a-f]{{{length}}})  ([!-~]{{1,200}})\Z") for length in (64, 128))

Hashes = dict[str, str]


@dataclass(slots=True)
class Lists:
    """What the lists say of payload and tag files, by method; what could not be read is empty, and a defect."""

    payload: list[Hashes] = field(default_factory=list)
    tags: list[Hashes] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    @property
    def named(self) -> set[str]:
        """Every file that any list names."""
        return {path for each in (*self.payload, *self.tags) for path in each}


def read_lists(bundle: Bundle) -> Lists:
    """Read the four lists."""
    found = Lists()
    for names, into, fits in ((MANIFESTS, found.payload, is_payload), (TAG_MANIFESTS, found.tags, _is_tag)):
        into += [_read(bundle, name, number, fits, found.defects) for number, name in enumerate(names)]
        if all(into) and into[0].keys() != into[1].keys():
            found.defects.append(Defect(file=names[1], message=OTHER_NAMES(other=names[0])))
    return found


def _is_tag(path: str) -> bool:
    return is_known(path) and not is_payload(path) and path not in UNLISTED


def _read(bundle: Bundle, name: str, number: int, fits: Callable[[str], bool], defects: list[Defect]) -> Hashes:
    lines = bundle.small(name).split(b"\n")
    found, last = dict[str, str](), ""
    for position, line in enumerate(lines[:-1], 1):
        match = LINES[number].match(line.decode("ascii", "replace"))
        if match is None or not fits(match[2]) or match[2] <= last:
            defects.append(Defect(file=name, message=BAD_LIST(line=position)))
            continue
        found[match[2]], last = match[1], match[2]
    if lines[-1]:
        defects.append(Defect(file=name, message=BAD_LIST(line=len(lines))))
    if len(lines) == 1:
        defects.append(Defect(file=name, message=NO_LIST()))
    return found


def method_of(name: str) -> int:
    """Return the number of the method of a list."""
    return next(number for number, method in enumerate(METHODS) if method in name)
