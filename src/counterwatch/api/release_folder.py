"""A release as a folder: whole or not at all, and never in place of anything but an earlier release."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from counterwatch.core import Template, WrongUsage

EXISTS = Template("api.release_folder.exists", "{folder} exists already")
FORCE = Template("api.release_folder.force", "choose another name; --force replaces a folder that holds an earlier release and nothing else")


def refuse_folder(folder: Path, *, force: bool) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    is_release = folder.is_dir() and not folder.is_symlink() and (folder / "hashes.txt").is_file() and _is_only_release(folder)
    if not (force and is_release):
        raise WrongUsage(EXISTS(folder=str(folder)), hint=FORCE())


def _is_only_release(folder: Path) -> bool:
    known = {line.partition("  ")[2] for line in (folder / "hashes.txt").read_text(encoding="utf-8").splitlines()}
    return {each.name for each in folder.iterdir()} == known | {"hashes.txt"}


def write_folder(folder: Path, files: Mapping[str, bytes], *, force: bool, first: Callable[[], None]) -> None:
    """Write the files beside their place, do what comes `first` (the record of the release), and only then show the folder."""
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.resolve().parent) as beside:
        ready = Path(beside) / "ready"
        ready.mkdir()
        for name, content in files.items():
            (ready / name).write_bytes(content)
        first()
        if force and folder.exists():
            shutil.move(folder, Path(beside) / "before")
        ready.rename(folder)
