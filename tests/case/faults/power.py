"""A disk that loses power: what was synced is there; of the rest any part may be, in any order. Folder entries count like bytes."""

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from seam import Call


@dataclass
class File:
    """A file: the bytes that are certain, and the changes that nobody synced yet."""

    certain: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def settle(self) -> None:
        self.certain, self.pending = applied(self.certain, self.pending), []


@dataclass(frozen=True, eq=False)
class Name:
    """A change of folder entries: `path` goes, `target` comes to stand for `file` (None: a folder)."""

    path: str = ""
    target: str = ""
    file: File | None = None

    def touches(self, folder: str) -> bool:
        return folder == os.path.dirname(self.target or self.path)  # noqa: PTH120 - text, not a file that is there

    def apply(self, names: dict[str, File | None]) -> None:
        if self.path and self.target:  # a folder takes along what lies in it
            for each in [name for name in names if name.startswith(f"{self.path}/")]:
                names[self.target + each[len(self.path) :]] = names.pop(each)
        names.pop(self.path, None)
        if self.target:
            names[self.target] = self.file


def applied(data: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    """Return a file after writes at places and cuts (None); a gap holds zeros."""
    content = bytearray(data)
    for at, written in changes:
        content.extend(bytes(max(0, at - len(content))))
        if written is None:
            del content[at:]
        else:
            content[at : at + len(written)] = written
    return bytes(content)


class Disk:
    """Replays a recorded run and says what is left when the power fails now."""

    def __init__(self, before: dict[str, bytes | None]) -> None:
        self.certain: dict[str, File | None] = {name: None if data is None else File(data) for name, data in before.items()}
        self.live, self.pending = dict(self.certain), list[Name]()
        self.opened: dict[int, File | None] = {}

    def see(self, call: Call, done: object, *, failed: bool = False) -> None:
        """Take in one call; a sync that failed has dropped what it should have written, though reading still shows it."""
        if failed:
            self._poison(call)
        else:
            getattr(self, f"_{call.name}")(call, done)

    def _open(self, call: Call, done: object) -> None:
        if call.path not in self.live and call.flags & os.O_CREAT:
            self._change(Name(target=call.path, file=File()))
        file = self.live.get(call.path)
        if file and call.flags & os.O_TRUNC:
            file.pending.append((0, None))
        self.opened[int(str(done))] = file

    def _write(self, call: Call, done: object) -> None:
        file, size = self._file(call), int(str(done))
        file.pending.append((call.size, call.data[:size]))

    def _ftruncate(self, call: Call, _done: object) -> None:
        # Also lengthens, where a hole ends the file.
        self._file(call).pending += [(call.size, b""), (call.size, None)]

    def _fsync(self, call: Call, _done: object) -> None:
        file = self.live.get(call.path) or self.opened.get(call.descriptor)
        if file:
            file.settle()
        self._settle_names([each for each in self.pending if each.touches(call.path)] if file is None else [])

    def _syncfs(self, _call: Call, _done: object) -> None:
        for file in {id(each): each for each in self.live.values() if each}.values():
            file.settle()
        self._settle_names(list(self.pending))

    def _rename(self, call: Call, _done: object) -> None:
        self._change(Name(call.path, call.target, self.live[call.path]))

    def _unlink(self, call: Call, _done: object) -> None:
        self._change(Name(path=call.path))

    _rmdir = _unlink

    def _mkdir(self, call: Call, _done: object) -> None:
        self._change(Name(target=call.path))

    def _poison(self, call: Call) -> None:
        files = self.live.values() if call.name == "syncfs" else [self.live.get(call.path)]
        for file in files:
            if file and call.name in ("syncfs", "fsync"):
                file.pending.clear()

    def _file(self, call: Call) -> File:
        file = self.opened.get(call.descriptor) or self.live.get(call.path)
        assert file is not None, f"{call.path} was not opened through os.open"
        return file

    def _change(self, name: Name) -> None:
        name.apply(self.live)
        self.pending.append(name)

    def _settle_names(self, settled: list[Name]) -> None:
        # What happened to the same name before is settled with it, in its order.
        names = {name for each in settled for name in (each.path, each.target) if name}
        for each in [each for each in self.pending if each in settled or names & {each.path, each.target}]:
            each.apply(self.certain)
            self.pending.remove(each)

    def after_power_loss(self, rng: random.Random | None = None, *, kept: float = 0.0) -> dict[str, bytes | None]:
        """Return what is found: of what was not synced nothing, all (`kept` 1), or a random part, the last piece of it torn."""
        names, chance = dict(self.certain), rng or random.Random(0)
        for each in self.pending:
            if chance.random() < kept:
                each.apply(names)
        found = {name: None if file is None else _survived(file, chance, kept) for name, file in names.items()}
        return {name: data for name, data in found.items() if _is_reachable(name, found)}


def _survived(file: File, chance: random.Random, kept: float) -> bytes:
    changes = [each for each in file.pending if chance.random() < kept]
    if changes and kept < 1 and (data := changes[-1][1]):
        changes[-1] = (changes[-1][0], data[: chance.randrange(len(data) + 1)])
    return applied(file.certain, changes)


def _is_reachable(name: str, found: dict[str, bytes | None]) -> bool:
    parents = list(Path(name).parents)[:-1]
    return all(str(parent) in found for parent in parents)


def state_of(root: Path) -> dict[str, bytes | None]:
    """Return every file and folder below and including a folder, named from its parent."""
    paths = [root, *sorted(root.rglob("*"))] if root.exists() else []
    return {path.relative_to(root.parent).as_posix(): path.read_bytes() if path.is_file() else None for path in paths}


def lay_out(state: dict[str, bytes | None], folder: Path) -> None:
    """Write a state into a fresh folder."""
    for name, data in sorted(state.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if data is None else path.write_bytes(data)
