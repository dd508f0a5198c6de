"""An unlocked identity, kept in memory only: a file of one's own on a memory file system, removed by `cw lock`, worthless after twelve hours.

Where there is no such file system, nothing is kept and the passphrase is asked for each time.
"""

from __future__ import annotations

import base64
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from counterwatch.case.bare.writing import PRIVATE_FILE, write_all
from counterwatch.case.disk import PRIVATE_FOLDER
from counterwatch.case.identity import Identity, identity_file
from counterwatch.case.signing import home_folder
from counterwatch.core import CounterwatchError, canonical, sha256_hex
from counterwatch.core.finding import Struct

HOURS = 12
IN_MEMORY = frozenset({"tmpfs", "ramfs"})
MOUNTS = Path("/proc/self/mounts")


class Session(Struct, frozen=True):
    """What is kept: the keys, the file they came from, and until when by a clock that nobody sets back."""

    keys: bytes
    came_from: str
    until: int


def keep(identity: Identity) -> bool:
    """Keep the unlocked keys; say no where there is no memory file system of one's own."""
    folder = _folder(is_made=True)
    if folder is None:
        return False
    session = {"keys": base64.b64encode(identity.data).decode(), "came_from": _came_from(), "until": _now() + HOURS * 3600}
    _remove(folder / _name())
    try:
        descriptor = os.open(folder / _name(), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
    except OSError:
        return False
    try:
        write_all(descriptor, canonical(session))
    finally:
        os.close(descriptor)
    return True


def kept() -> Identity | None:
    """Return the unlocked keys, if there are any that still count."""
    folder = _folder(is_made=False)
    data = _read_own(folder / _name()) if folder else None
    if folder is None or data is None:
        return None
    try:
        session = msgspec.json.decode(data, type=Session)
        if session.until > _now() and session.came_from == _came_from():
            return Identity.from_data(session.keys, identity_file())
    except (msgspec.MsgspecError, CounterwatchError):
        pass
    _remove(folder / _name())
    return None


def forget() -> bool:
    """Remove the unlocked keys; say whether there were any."""
    folder = _folder(is_made=False)
    return folder is not None and _remove(folder / _name())


def _folder(*, is_made: bool) -> Path | None:
    """Return the folder of one's own on a memory file system; one that somebody else made in that name is not trusted."""
    for base in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):  # noqa: S108 - in memory is the point
        if not base or not Path(base).is_dir() or not is_in_memory(Path(base)):
            continue
        folder = Path(base) / f"counterwatch-{os.getuid()}"
        try:
            if is_made:
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            if _is_own(folder.lstat(), stat.S_ISDIR):
                return folder
        except OSError:
            continue
    return None


def is_in_memory(path: Path, mounts: str | None = None) -> bool:
    """Does a folder lie on a file system that never reaches a disk, as the kernel lists its mounts?"""
    try:
        listed = MOUNTS.read_text() if mounts is None else mounts
    except OSError:
        return False
    kinds = {Path(fields[1].replace("\\040", " ")): fields[2] for fields in map(str.split, listed.splitlines()) if len(fields) > 2}
    real = path.resolve()
    return next((kinds[place] in IN_MEMORY for place in (real, *real.parents) if place in kinds), False)


def _is_own(state: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    return is_kind(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077


def _read_own(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if _is_own(os.fstat(descriptor), stat.S_ISREG) else None


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _name() -> str:
    return sha256_hex(os.fsencode(home_folder().absolute()))[:32]


def _came_from() -> str:
    """The file of keys as it is: keys that were replaced or moved away are not kept on."""
    try:
        return sha256_hex(identity_file().read_bytes())
    except OSError:
        return ""


def _now() -> int:
    # Counts while the machine sleeps, and is not moved by setting the clock.
    return int(time.clock_gettime(time.CLOCK_BOOTTIME)) if hasattr(time, "CLOCK_BOOTTIME") else int(time.time())
