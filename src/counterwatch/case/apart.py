"""Taking many files into a batch, in workers where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterwatch.case.disk import PRIVATE_FOLDER, writing_to
from counterwatch.case.kinds import Sealed
from counterwatch.case.vault import Vault
from counterwatch.case.workers import Asking, at_work, how_many, is_worth_it, portions_of

MOST_ALIKE = 16
"""Where the case holds more contents of one size, they are too many to be sent along with each file of that size."""

Alike = Callable[[int], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a worker says of a file: `new` holds object, hash and media type where the case does not hold it, and then `folder` the object."""

    number: int
    folder: str
    id: str
    size: int
    new: Sequence[str]
    modified: float
    links: int

    @property
    def sealed(self) -> Sealed:
        """Return the description of a new content."""
        object, sha256, type = self.new
        return Sealed(id=self.id, object=object, size=self.size, sha256=sha256, media_type=type, name="", note="", source="", purpose="", modified="")


def take(
    files: Sequence[Path], folder: Path, vault: Vault, held: Callable[[], Alike], *,
    tell: Callable[[int, int], None], stop: Callable[[], None], lock: int,
) -> Iterator[Taken]:  # fmt: skip
    """Yield the files that workers took; what is left out is for the caller to take. `held` returns what says where contents of a size
    lie, by their id; it is asked while the workers start, and what it returns is asked by several threads.

    `tell` hears the number of the file and how many bytes of it are done. The workers hold the writer lock as long as they live.
    """
    sizes = list(_sizes(files))
    count = how_many() if is_worth_it(sizes) else 0
    folders = [folder / f"worker-{number}" for number in range(count)]
    with writing_to(folder):
        for each in folders:
            each.mkdir(mode=PRIVATE_FOLDER)
    works = [{"folder": _text(each), **vault.sealing} for each in folders]
    with at_work(works, kept_open=[lock]) as workers:
        alike = held()
        # What goes along with a file is looked up when its turn comes, while the workers are at work.
        portions = ([(_text(files[each]), _known(alike(sizes[each][0])), each) for each in portion] for portion in portions_of(sizes))
        told = Asking(workers, portions).answers(tick=lambda portion, done: tell(portion[0][2], done), stop=stop)
        for worker, portion, said in told:
            for (_place, _alike, number), each in zip(portion, said, strict=True):
                if each is not None:
                    (id, size, *new), modified, links = each
                    yield Taken(number, str(folders[worker]), id, size, new, modified, links)
            tell(portion[-1][2], 0)


def _sizes(files: Sequence[Path]) -> Iterator[tuple[int, int]]:
    for number, file in enumerate(files):
        try:
            yield os.lstat(file).st_size, number
        except OSError:
            yield 0, number


def _known(alike: Mapping[str, str]) -> dict[str, str] | None:
    """Return what goes along with a file; None where it is too much."""
    return {id: _text(place) for id, place in alike.items()} if len(alike) <= MOST_ALIKE else None


def _text(path: str | os.PathLike[str]) -> str:
    """Return the bytes of a path as text that JSON can hold."""
    return os.fsencode(path).decode("latin-1")
