"""How much of an archive is read and what is left out of it: one place for every bound, each with the code that a refusal names."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.core import Message, Problem, Template, UnreadableEvidence

TOO_MUCH = Template("files.archive.too_much", "{name} holds more than {most} {what} ({code}), the most that is read")
TOO_DENSE = Template("files.archive.too_dense", "{name} unpacks to more than {most} times its size ({code}), as no export of text does")
SMALLER = Template("files.archive.smaller", "ask the platform for a smaller export: without pictures and films, or year by year")
AGAIN = Template("files.archive.fetch_again", "fetch the export again from the platform itself; do not open a file like this with another program")
MEMBERS_WHAT = Template("files.archive.members_what", "members")
BYTES_WHAT = Template("files.archive.bytes_what", "bytes when unpacked")
DIRECTORY_WHAT = Template("files.archive.directory_what", "bytes in its table of contents")
LEFT_OUT = Template("files.archive.left_out", "member {number:raw} of {name} was left out ({code}): {why}")
MORE_LEFT_OUT = Template(
    "files.archive.more_left_out",
    "{n} further member of {name} was left out ({code}): {why}",
    "{n} further members of {name} were left out ({code}): {why}",
)
DAMAGED_ZIP = Template("files.archive.damaged", "{name} is a ZIP file whose table of contents is damaged or cut off (archive-damaged)")
BREAKS_OFF = Template("files.archive.breaks_off", "{name} is cut off ({code}): what stands whole before is read, and what followed is missing")
MEMBER = Template("files.archive.member", "member {number:raw}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound, what it counts, and the code that a refusal names."""

    code: str
    most: int
    what: Template


MEMBERS = Limit(code="archive-members", most=50_000, what=MEMBERS_WHAT)
TOTAL = Limit(code="archive-size", most=4 << 30, what=BYTES_WHAT)
DIRECTORY = Limit(code="archive-directory", most=32 << 20, what=DIRECTORY_WHAT)
RATIO, RATIO_FROM, RATIO_CODE = 200, 10 << 20, "archive-ratio"
NESTING = 2
"""An archive, and archives in it; what is packed a third time is left out."""
INNER = 64 << 20
"""Bytes of an archive inside an archive, which is held in memory while it is read."""
LISTED = 3
"""How many members are named by number for each reason; the others are counted."""

WHY = {
    "archive-absolute": Template("files.archive.absolute", "its name begins at the root of a disk"),
    "archive-parent": Template("files.archive.parent", "its name leads out of the archive"),
    "archive-drive": Template("files.archive.drive", "its name begins with a drive"),
    "archive-name": Template("files.archive.name", "its name holds signs that no name has"),
    "archive-link": Template("files.archive.link", "it is a link and not a file"),
    "archive-device": Template("files.archive.device", "it is a device and not a file"),
    "archive-encrypted": Template("files.archive.encrypted", "it is encrypted; unpack it yourself and give the files"),
    "archive-duplicate": Template("files.archive.duplicate", "there are several of that name, and one cannot know which counts"),
    "archive-sparse": Template("files.archive.sparse", "it is a file with holes"),
    "archive-method": Template("files.archive.method", "it is packed in a way that no platform uses"),
    "archive-nesting": Template("files.archive.nesting", "it is an archive too deep inside others"),
    "archive-inner": Template("files.archive.inner", "it is an archive of its own that is too large to be read inside another"),
    "archive-damaged": Template("files.archive.damaged_member", "it is damaged or cut off"),
    "archive-cut": Template("files.archive.cut_member", "it is cut off, and only what stands before that is read"),
}
"""Why a member is left out, by code."""
CUT = ("archive-cut", "archive-damaged")
"""The codes of what is missing because the archive, or an archive in it, is cut off or damaged."""


class ArchiveRefused(UnreadableEvidence):
    """The archive as a whole is refused: it is made to exhaust whoever unpacks it, or too large."""


@dataclass(slots=True, kw_only=True)
class Budget:
    """What was taken of the limits so far, over an archive and those in it, and the members left out; `told` hears at once of what cannot wait."""

    name: str
    members: int = 0
    bytes: int = 0
    left_out: dict[str, list[int]] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)

    def member(self, count: int = 1) -> None:
        """Count members, and refuse an archive of too many."""
        self.members += count
        self.within(MEMBERS, self.members)

    def unpacked(self, more: int, *, total: int = 0, packed: int = 0) -> None:
        """Count unpacked bytes; `total` so far came of `packed` bytes. Refuses what unpacks to too many or out of too few."""
        self.bytes += more
        self.within(TOTAL, self.bytes)
        self.dense(total, packed)

    def within(self, limit: Limit, count: int) -> None:
        """Refuse the archive where a count is beyond a limit."""
        if count > limit.most:
            raise ArchiveRefused(TOO_MUCH(name=self.name, most=limit.most, what=limit.what(), code=limit.code), hint=SMALLER())

    def dense(self, unpacked: int, packed: int) -> None:
        """Refuse what unpacks to far more than text does."""
        if unpacked > RATIO_FROM and unpacked > RATIO * packed:
            raise ArchiveRefused(TOO_DENSE(name=self.name, most=RATIO, code=RATIO_CODE), hint=AGAIN())

    def breaks_off(self) -> None:
        """Tell, before any member is read, that what follows the last one is missing."""
        self.told.append(Problem(message=BREAKS_OFF(name=self.name, code="archive-cut"), records=1))

    def leave_out(self, code: str, number: int) -> None:
        """Count a member that is left out."""
        self.left_out.setdefault(code, []).append(number)

    def problems(self) -> list[Problem]:
        """Return what was left out: the first few of each reason by number, the rest counted."""
        return [each for code, numbers in self.left_out.items() for each in self._of(code, numbers)]

    def _of(self, code: str, numbers: list[int]) -> list[Problem]:
        why: Message = WHY[code]()
        found = [
            Problem(message=LEFT_OUT(number=each, name=self.name, code=code, why=why), place=str(MEMBER(number=each)), records=1)
            for each in numbers[:LISTED]
        ]
        if (more := len(numbers) - LISTED) > 0:
            found.append(Problem(message=MORE_LEFT_OUT(n=more, name=self.name, code=code, why=why), records=more))
        return found
