import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.checkpoint import signed
from counterwatch.case.pack import Gone
from counterwatch.core import canonical
from runs import READER, figures, make
from test_forgery import delete_middle, duplicate, payload_of, rechain_with_own_key, reorder

GUIDE = Path(__file__).resolve().parents[3] / "docs/guide/what-tampering-shows.md"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("encrypted"), "encrypted")


def swap_objects(root: Path) -> None:
    one, other = sorted((root / "objects").rglob("*/*"))[:2]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def splice(root: Path) -> None:
    """Put an entry of another case of the same signer, with its checkpoint and objects, in the place of this one's."""
    other = small_case(root.parent / "other")
    for name in ("000003.jsonl", "000003.checkpoint.json"):
        shutil.copy(other / "ledger" / name, root / "ledger" / name)
    shutil.copytree(other / "objects", root / "objects", dirs_exist_ok=True)


def roll_back(root: Path) -> None:
    """Put a whole earlier state back, the index with it."""
    for name in ("000004.jsonl", "000004.checkpoint.json"):
        (root / "ledger" / name).unlink()
    shutil.rmtree(root / "work")


def truncate(root: Path) -> None:
    path = root / "ledger/000004.jsonl"
    path.write_bytes(path.read_bytes()[:-20])


def back_date(root: Path) -> None:
    """Date the last entry a year earlier, in the entry and in what its checkpoint says; the signature stays the old one."""
    segment, checkpoint = root / "ledger/000004.jsonl", root / "ledger/000004.checkpoint.json"
    entry = msgspec.json.decode(segment.read_bytes())
    early = entry["time"].replace(entry["time"][:4], str(int(entry["time"][:4]) - 1))
    segment.write_bytes(canonical(entry | {"time": early}) + b"\n")
    envelope = msgspec.json.decode(checkpoint.read_bytes())
    claim = signed(msgspec.structs.replace(payload_of(checkpoint), time=early), Signer.new())
    checkpoint.write_bytes(canonical(msgspec.json.decode(claim) | {"signatures": envelope["signatures"]}) + b"\n")


def forge_a_checkpoint(root: Path) -> None:
    """Sign the last checkpoint again with a key of the forger's own, and name the signer as before."""
    path = root / "ledger/000004.checkpoint.json"
    forged = msgspec.json.decode(signed(payload_of(path), Signer.new()))
    forged["signatures"][0]["keyid"] = SIGNER.id
    path.write_bytes(canonical(forged) + b"\n")


def replay_a_tombstone(root: Path) -> None:
    """Evidence was erased by a signed entry and lawfully sealed again; delete it once more and point at the old entry."""
    case, file = Case.open(root), root.parent / "again.csv"
    file.write_text("sealed, erased and sealed again")
    ids = []
    for _ in range(2):
        with case.write("add", signer=SIGNER) as batch:
            ids.append(batch.seal(file).id)
        if len(ids) == 1:
            with case.write("erase", signer=SIGNER) as batch:
                batch.gone.append(Gone(gone=ids[0], now=None))
            case.layout.object(ids[0]).unlink(missing_ok=True)
    assert verify(root).is_good
    case.layout.object(ids[1]).unlink()


def change_a_recipient(root: Path) -> None:
    """Write the forger's own key into `case.json`, so that what is sealed from now on is sealed to it as well."""
    path = root / "case.json"
    case_file = msgspec.json.decode(path.read_bytes())
    case_file["recipients"][0]["age"] = type(READER).new().recipient
    path.write_bytes(canonical(case_file) + b"\n")


PLAIN = {
    "edit an entry and chain it again": rechain_with_own_key,
    "delete an entry": delete_middle,
    "reorder entries": reorder,
    "duplicate an entry": duplicate,
    "swap two objects": swap_objects,
    "splice two cases": splice,
    "truncate the ledger": truncate,
    "back-date an entry": back_date,
    "forge a checkpoint": forge_a_checkpoint,
    "replay a tombstone": replay_a_tombstone,
}
ENCRYPTED = {"change a recipient": change_a_recipient}
NOT_CHECKABLE = {"roll back": roll_back}


@pytest.mark.parametrize("name", PLAIN)
def test_a_forgery_without_the_signers_key_is_detected(small: Path, tmp_path: Path, name: str) -> None:
    check_detected(copied(small, tmp_path), PLAIN[name])


@pytest.mark.parametrize("name", [*ENCRYPTED, "edit an entry and chain it again", "swap two objects", "forge a checkpoint"])
def test_in_an_encrypted_case_it_is_detected_without_any_key(encrypted: Path, tmp_path: Path, name: str) -> None:
    root = copied(encrypted, tmp_path)
    figures(root, tmp_path, lambda _id: None)
    check_detected(root, (ENCRYPTED | PLAIN)[name], level=1)


def check_detected(root: Path, forge: Callable[[Path], None], *, level: int = 2) -> None:
    forge(root)
    before = files_of(root)
    found = verify(root, level=level)
    assert found.defects
    assert not found.is_good
    assert files_of(root) == before


@pytest.mark.parametrize("name", NOT_CHECKABLE)
def test_a_whole_earlier_state_cannot_be_told_without_an_anchor(small: Path, tmp_path: Path, name: str) -> None:
    root = copied(small, tmp_path)
    NOT_CHECKABLE[name](root)
    assert verify(root).is_good


def test_the_guide_says_what_each_forgery_shows() -> None:
    rows = [line.split("|")[1:4] for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| ") and not line.startswith("| what")]
    said = {what.strip(): shows.strip() for what, _how, shows in rows}
    assert set(said) == {*PLAIN, *ENCRYPTED, *NOT_CHECKABLE}
    assert {what for what, shows in said.items() if shows.startswith("*not checkable*")} == set(NOT_CHECKABLE)


def test_no_forgery_goes_unseen_when_several_are_made_at_once(small: Path, tmp_path: Path) -> None:
    rng = random.Random(8)
    for number in range(5):
        root = copied(small, tmp_path / str(number))
        for name in rng.sample(["swap two objects", "truncate the ledger", "forge a checkpoint"], 2):
            PLAIN[name](root)
        assert not verify(root).is_good
