"""Room for what memory does not hold: a folder that is gone at the end. For an encrypted case it lies in memory, never on a disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterwatch.api.case import signer_of
from counterwatch.case import Case
from counterwatch.core import Message, Template
from counterwatch.core.errors import Refused

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, not a shared folder on a disk
NO_MEMORY = Template("api.scratch.no_memory", "this case is encrypted, and there is no file system in memory for what is worked with")
PLAIN_SCRATCH = Template(
    "api.scratch.plain_scratch",
    "--plain-scratch puts it on the disk in the clear and deletes it at the end, which the log records; a deleted file can often be recovered",
)
NO_PLACE = Template("api.scratch.no_place", "this must reach no disk in the clear, and there is no file system in memory for it")
NOT_ON_DISK = Template("api.scratch.not_on_disk", "do it on a machine that has one (/dev/shm on Linux); nothing was written")
LOGGED = Template("api.scratch.logged", "codes and times of posts were worked with on a disk in the clear, and deleted at the end")


@contextmanager
def scratch_of(case: Case | None, *, on_disk: bool = False) -> Iterator[Path]:
    """Give a folder for one call: on the system's temporary disk, or in memory where the case is encrypted, unless asked otherwise."""
    is_secret = case is not None and case.case_file.is_encrypted
    place = None if on_disk or not is_secret else _in_memory()
    if case is not None and is_secret and on_disk:
        with case.write("derive", signer=signer_of(case)) as batch:
            batch.record("custody", {"purpose": "", "authority": "", "note": str(LOGGED()), "evidence": []})
    folder = Path(tempfile.mkdtemp(prefix="counterwatch-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def memory() -> Iterator[Path]:
    """Give a folder that lies in memory, for what must reach no disk in the clear; refuse where there is no such place."""
    with tempfile.TemporaryDirectory(prefix="counterwatch-", dir=_in_memory(NO_PLACE(), NOT_ON_DISK())) as folder:
        yield Path(folder)


def _in_memory(message: Message | None = None, hint: Message | None = None) -> Path:
    """Return a folder whose files lie in memory, or refuse with what would be needed."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and _is_tmpfs(MEMORY)):
        raise Refused(message or NO_MEMORY(), hint=hint or PLAIN_SCRATCH())
    return MEMORY


def _is_tmpfs(folder: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.split()[1:3] == [str(folder), "tmpfs"] for line in mounts)
