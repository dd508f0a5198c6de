"""Where each file of a case folder is; docs/spec/case-v1.md, section 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from counterwatch.case.disk import PRIVATE_FOLDER, make_folder

SEGMENT = re.compile(r"^([0-9]{6,})\.jsonl\Z")
CHECKPOINT = re.compile(r"^([0-9]{6,})\.checkpoint\.json\Z")
ABOUT = re.compile(r"^([0-9a-f]{64}\.(tsq|tsr|ots|digest)|offer-[0-9a-f]{64}\.json|receipt-[0-9a-f]{64}-[0-9a-f]{16}\.json)\Z")
OBJECT = re.compile(r"^[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one case."""

    root: Path

    @property
    def case_file(self) -> Path:
        return self.root / "case.json"

    @property
    def instructions(self) -> Path:
        return self.root / "VERIFY.txt"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def secret(self) -> Path:
        return self.root / "keys" / "secret.age"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger"

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    @property
    def anchors(self) -> Path:
        return self.root / "anchors"

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def index(self) -> Path:
        return self.root / "work" / "index.db"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        return self.root / "tmp" / "lock"

    @property
    def prepared(self) -> Path:
        return self.root / "tmp" / "prepared-checkpoint.json"

    @property
    def prepared_case_file(self) -> Path:
        return self.root / "tmp" / "prepared-case.json"

    @property
    def prepared_secret(self) -> Path:
        return self.root / "tmp" / "prepared-secret.age"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.keys, self.ledger, self.objects, self.anchors, self.work, self.tmp)

    def make_folders(self) -> None:
        """Make the folders of a new case, for its owner only."""
        make_folder(self.root)
        for folder in self.folders:
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)

    def key(self, signer: str) -> Path:
        return self.keys / f"{signer}.pem"

    def segment(self, number: int) -> Path:
        return self.ledger / f"{number:06d}.jsonl"

    def checkpoint(self, number: int) -> Path:
        return self.ledger / f"{number:06d}.checkpoint.json"

    def object(self, name: str) -> Path:
        return Path(f"{self.root}/objects/{name[:2]}/{name}")

    def shown(self, path: Path) -> str:
        """Return a path of the case as people read it: relative, with bytes that are not UTF-8 escaped."""
        return shown(path.relative_to(self.root).as_posix())


def shown(name: str) -> str:
    r"""Return a file name that can be stored and printed: bytes that are not UTF-8 as `\xNN`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def numbered(folder: Path, pattern: re.Pattern[str]) -> dict[int, Path]:
    """Return the files of a folder whose names fit a pattern, by their number."""
    found = ((pattern.match(path.name), path) for path in sorted(folder.iterdir()))
    return {int(match[1]): path for match, path in found if match}
