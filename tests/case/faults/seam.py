"""Every call that changes a disk goes past here: it can be recorded, made to fail, or both."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any
from unittest.mock import patch

from counterwatch.case import disk

CHANGES = ("write", "fsync", "ftruncate", "rename", "replace", "unlink", "remove", "rmdir", "mkdir")
Flags = int
Before = Callable[["Call"], None]
After = Callable[["Call", Any], None]


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the operating system about something below the watched folder."""

    name: str
    path: str
    target: str = ""
    descriptor: int = -1
    flags: Flags = 0
    data: bytes = b""
    size: int = 0

    @property
    def creates(self) -> bool:
        return self.name == "open" and bool(self.flags & os.O_CREAT)


@dataclass
class Seam:
    """Watches one folder: `before` may raise what a failing disk would; `after` sees what was done."""

    root: Path
    before: Before
    after: After
    open_files: dict[int, str] = field(default_factory=dict)
    lock: Any = field(default_factory=RLock)

    def place(self, path: Any, folder: int | None = None) -> str:
        """Return a path as the log knows it: from the watched folder's parent, or empty for what lies elsewhere."""
        if isinstance(path, int):
            return self.open_files.get(path, "")
        start = self.open_files.get(folder, "") if folder is not None else ""
        full = os.path.normpath(os.path.join(self.root.parent, start, os.fsdecode(path)))  # noqa: PTH118 - text, not a file that is there
        below = full == str(self.root) or full.startswith(f"{self.root}/")
        return os.path.relpath(full, self.root.parent) if below else ""

    def run(self, call: Call, do: Callable[[], Any]) -> Any:
        if not call.path and not call.target:
            return do()
        with self.lock:
            self.before(call)
            done = do()
            self.after(call, done)
            return done


@contextmanager
def watched(root: Path, *, before: Before, after: After, really_sync: bool = False) -> Iterator[Seam]:
    """Watch what this process does to a folder. The syncing itself is left out: nothing here depends on it, and others use the disk."""
    seam, real = Seam(root.absolute(), before, after), {name: getattr(os, name) for name in (*CHANGES, "open", "close")}
    with ExitStack() as patches:
        for name, stand_in in _stand_ins(seam, real, really_sync=really_sync).items():
            patches.enter_context(patch.object(os, name, stand_in))
        patches.enter_context(patch.object(disk, "_sync_file_system", lambda path, *rest: seam.run(Call("syncfs", seam.place(path)), lambda: None)))
        yield seam


def _stand_ins(seam: Seam, real: dict[str, Any], *, really_sync: bool) -> dict[str, Any]:
    def open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        place = seam.place(path, dir_fd)
        known = {} if dir_fd is None else {"dir_fd": dir_fd}
        with seam.lock:
            call = Call("open", place, flags=flags, size=int(os.path.lexists(path)) if dir_fd is None else 1)
            if place:
                seam.before(call)
            found: int = real["open"](path, flags, mode, **known)
            if place:
                seam.open_files[found] = place
                seam.after(call, found)
        return found

    def close(descriptor: int) -> None:
        seam.open_files.pop(descriptor, None)
        real["close"](descriptor)

    def write(descriptor: int, data: Any) -> int:
        call = Call("write", seam.place(descriptor), descriptor=descriptor, data=bytes(data), size=_position(descriptor))
        return int(seam.run(call, lambda: real["write"](descriptor, data)))

    def fsync(descriptor: int) -> None:
        seam.run(Call("fsync", seam.place(descriptor), descriptor=descriptor), lambda: real["fsync"](descriptor) if really_sync else None)

    def ftruncate(descriptor: int, size: int) -> None:
        seam.run(Call("ftruncate", seam.place(descriptor), descriptor=descriptor, size=size), lambda: real["ftruncate"](descriptor, size))

    return {"open": open, "close": close, "write": write, "fsync": fsync, "ftruncate": ftruncate, **_names(seam, real)}


def _names(seam: Seam, real: dict[str, Any]) -> dict[str, Any]:
    def moving(name: str) -> Callable[..., None]:
        return lambda one, other, **known: seam.run(Call("rename", seam.place(one), seam.place(other)), lambda: real[name](one, other, **known))

    def naming(name: str, said: str) -> Callable[..., None]:
        def act(path: Any, *rest: Any, dir_fd: int | None = None) -> None:
            known = {} if dir_fd is None else {"dir_fd": dir_fd}
            seam.run(Call(said, seam.place(path, dir_fd)), lambda: real[name](path, *rest, **known))

        return act

    return {
        "rename": moving("rename"), "replace": moving("replace"), "unlink": naming("unlink", "unlink"), "remove": naming("remove", "unlink"),
        "rmdir": naming("rmdir", "rmdir"), "mkdir": naming("mkdir", "mkdir"),
    }  # fmt: skip


def _position(descriptor: int) -> int:
    """Return where a write goes."""
    try:
        appends = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND
        return os.fstat(descriptor).st_size if appends else os.lseek(descriptor, 0, os.SEEK_CUR)
    except OSError:  # a pipe has no places
        return 0
