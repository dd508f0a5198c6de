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
from counterwatch.core import Template
from counterwatch.core.errors import Refused

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, not a shared folder on a disk
NO_MEMORY = Template("api.scratch.no_memory", "this case is encrypted, and there is no file system in memory for what is worked with")
PLAIN_SCRATCH = Template(
    "api.scratch.plain_scratch",
    "--plain-scratch puts it on the disk in the clear and deletes it at the end, which the log records; a deleted file can often be recovered",
)
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


def _in_memory() -> Path:
    """Return a folder whose files lie in memory, or refuse with what would be needed."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and _is_tmpfs(MEMORY)):
        raise Refused(NO_MEMORY(), hint=PLAIN_SCRATCH())
    return MEMORY


def _is_tmpfs(folder: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.split()[1:3] == [str(folder), "tmpfs"] for line in mounts)
