"""Whole runs of every command that writes, and what must be found of them afterwards. A new writing command is one more line in `COMMANDS`."""

from collections.abc import Callable
from pathlib import Path

from case_examples import SIGNER, run_about, small_case
from counterwatch.case import Case, verify
from counterwatch.case.identity import Identity
from counterwatch.case.rekey import add_recipient, remove_recipient
from unsynced import unsynced

Acknowledge = Callable[[str], None]
Run = Callable[[Path, Path, Acknowledge], None]
READER = Identity.new(SIGNER)
MODES = ("plain", "encrypted")


def make(folder: Path, mode: str) -> Path:
    """Make the case that the commands go on with."""
    if mode == "plain":
        return small_case(folder)
    case = Case.create(folder / "case", signer=SIGNER, identity=READER)
    for number in range(2):
        figures(case.path, folder, lambda _id: None, name=f"first-{number}")
    return case.path


def opened(root: Path) -> Case:
    return Case.open(root, identity=READER)


def new(root: Path, work: Path, acknowledge: Acknowledge) -> None:
    fresh = root.parent / "fresh" / root.name
    Case.create(fresh, plain=not opened(root).case_file.is_encrypted, signer=SIGNER, identity=READER)
    acknowledge("new")


def add_one(root: Path, work: Path, acknowledge: Acknowledge) -> None:
    with opened(root).write("add", signer=SIGNER) as batch:
        id = batch.seal(_file(work, "one", 300)).id
    acknowledge(id)


def add_many(root: Path, work: Path, acknowledge: Acknowledge) -> None:
    with opened(root).write("add", signer=SIGNER) as batch:
        ids = [batch.seal(_file(work, f"many-{number}", 50 * number)).id for number in range(20)]
    for id in ids:
        acknowledge(id)


def figures(root: Path, work: Path, acknowledge: Acknowledge, *, name: str = "figures") -> None:
    with opened(root).write("figures", signer=SIGNER) as batch:
        id = batch.seal(_file(work, name, 900)).id
        run = batch.run(run_about(id))
    acknowledge(id)
    acknowledge(run)


def rekey(root: Path, work: Path, acknowledge: Acknowledge) -> None:
    """Let somebody in and out again: every object is written anew, twice, and two clear files change with each."""
    if opened(root).case_file.is_encrypted:
        guest = add_recipient(opened(root), Identity.new().recipient, signer=SIGNER)
        remove_recipient(opened(root), guest.age, signer=SIGNER)


COMMANDS: dict[str, Run] = {"new": new, "add one": add_one, "add many": add_many, "figures": figures, "rekey": rekey}


def _file(work: Path, name: str, size: int) -> Path:
    """A file of the work folder's own: each run that is to be told from others has a folder of another name."""
    path = work / name
    path.write_bytes(f"{work.name} {name}\n".encode() * (size // 10 + 1))
    return path


def held(root: Path) -> set[str]:
    """Return what a case holds: evidence and runs whose objects are there, checked byte for byte."""
    case = opened(root)
    found = {*(each.id for each in case.evidence()), *(stored.hash for stored in case.runs())}
    defects = [(each.file, str(each.message), each.seq) for each in verify(root, identity=READER).defects]
    assert defects == [], defects
    return found


def check(root: Path, acknowledged: set[str], work: Path) -> None:
    """Whatever happened: what was acknowledged is there and whole, and the next writer can go on."""
    fresh = root.parent / "fresh" / root.name
    if "new" in acknowledged:
        assert held(fresh) == set()
    if not root.exists():
        return
    missing = acknowledged - {"new"} - held(root)
    assert not missing, missing
    work.mkdir(exist_ok=True)
    later = set[str]()
    with unsynced():
        add_one(root, work, later.add)
    assert (acknowledged - {"new"} | later) <= held(root)
