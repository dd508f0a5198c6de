import base64
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from case_examples import SIGNER, copied, files_of, new_case, small_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.checkpoint import Checkpoint, signed
from counterwatch.case.signing import public_pem
from counterwatch.core import canonical
from counterwatch.core.errors import VerificationFailed


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def payload_of(path: Path) -> Checkpoint:
    envelope = msgspec.json.decode(path.read_bytes())
    return msgspec.json.decode(base64.b64decode(envelope["payload"]), type=Checkpoint)


def edit_entry(root: Path) -> None:
    path = root / "ledger/000003.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"verb":"figures"', b'"verb":"receive"'))


def rechain_with_own_key(root: Path) -> None:
    """Edit entry 3, chain and sign everything after it again, with a key of the forger's own."""
    forger = Signer.new()
    edit_entry(root)
    (root / f"keys/{forger.id}.pem").write_bytes(public_pem(forger.public))
    link = sha256((root / "ledger/000002.checkpoint.json").read_bytes())
    prev = sha256((root / "ledger/000002.jsonl").read_bytes()[:-1])
    for number in (3, 4):
        segment, checkpoint = root / f"ledger/{number:06d}.jsonl", root / f"ledger/{number:06d}.checkpoint.json"
        line = canonical(msgspec.json.decode(segment.read_bytes()) | {"prev": prev})
        segment.write_bytes(line + b"\n")
        prev = sha256(line)
        claim = msgspec.structs.replace(payload_of(checkpoint), head=prev, sha256=sha256(line + b"\n"), previous=link)
        checkpoint.write_bytes(signed(claim, forger))
        link = sha256(checkpoint.read_bytes())


def delete_middle(root: Path) -> None:
    (root / "ledger/000003.jsonl").unlink()
    (root / "ledger/000003.checkpoint.json").unlink()


def delete_segment(root: Path) -> None:
    (root / "ledger/000003.jsonl").unlink()


def delete_checkpoint(root: Path) -> None:
    (root / "ledger/000003.checkpoint.json").unlink()


def delete_last_checkpoint(root: Path) -> None:
    (root / "ledger/000004.checkpoint.json").unlink()


def delete_ledger(root: Path) -> None:
    shutil.rmtree(root / "ledger")


def reorder(root: Path) -> None:
    for kind in ("jsonl", "checkpoint.json"):
        one, other = root / f"ledger/000003.{kind}", root / f"ledger/000004.{kind}"
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)


def duplicate(root: Path) -> None:
    path = root / "ledger/000003.jsonl"
    path.write_bytes(path.read_bytes() * 2)


def append_unsigned(root: Path) -> None:
    last = (root / "ledger/000004.jsonl").read_bytes()[:-1]
    entry = msgspec.json.decode(last) | {"seq": 5, "prev": sha256(last)}
    (root / "ledger/000005.jsonl").write_bytes(canonical(entry) + b"\n")


def change_the_case_file(root: Path) -> None:
    path = root / "case.json"
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))


def replace_the_key(root: Path) -> None:
    next((root / "keys").iterdir()).write_bytes(public_pem(Signer.new().public))


def drop_the_instructions(root: Path) -> None:
    (root / "VERIFY.txt").unlink()


def link_away(root: Path) -> None:
    path = next((root / "objects").rglob("*/*"))
    shutil.move(path, root.parent / "elsewhere")
    path.symlink_to(root.parent / "elsewhere")


FORGERIES = [
    edit_entry, rechain_with_own_key, delete_middle, delete_segment, delete_checkpoint, delete_last_checkpoint, delete_ledger, reorder, duplicate,
    append_unsigned, change_the_case_file, replace_the_key, drop_the_instructions, link_away,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forgery_without_the_key_is_seen_and_left_alone(small: Path, tmp_path: Path, forge: Callable[[Path], None]) -> None:
    root = copied(small, tmp_path)
    forge(root)
    before = files_of(root)
    found = verify(root)
    assert not found.is_good
    assert found.defects
    assert files_of(root) == before


@pytest.mark.parametrize("forge", [each for each in FORGERIES if each not in (link_away, change_the_case_file)])
def test_nobody_writes_behind_a_forgery(small: Path, tmp_path: Path, forge: Callable[[Path], None]) -> None:
    root = copied(small, tmp_path)
    forge(root)
    before = files_of(root)
    with pytest.raises(VerificationFailed), Case.open(root).write("add", signer=SIGNER):
        pass
    assert files_of(root) == before


def test_a_lost_segment_names_the_findings_it_recorded(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    delete_segment(root)
    defect = next(each for each in verify(root).defects if each.file == "ledger/000003.jsonl")
    assert (defect.seq, [each.subject for each in defect.findings]) == (3, ["Hunan"])


def test_an_edited_entry_is_the_only_thing_named(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    edit_entry(root)
    assert [(each.file, each.seq, [touched.subject for touched in each.findings]) for each in verify(root).defects] == [
        ("ledger/000003.jsonl", 3, ["Hunan"])
    ]


def test_entries_of_another_case_do_not_fit(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    other = small_case(tmp_path)
    for name in ("000003.jsonl", "000003.checkpoint.json"):
        shutil.copy(other / "ledger" / name, root / "ledger" / name)
    assert {defect.file for defect in verify(root).defects} >= {"ledger/000003.checkpoint.json", "ledger/000003.jsonl"}


def test_a_whole_earlier_state_is_not_seen_without_an_anchor_but_the_index_remembers(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    for name in ("000004.jsonl", "000004.checkpoint.json"):
        (root / "ledger" / name).unlink()
    assert [defect.message.id for defect in verify(root).defects] == ["case.index_check.other_ledger"]
    (root / "work/index.db").unlink()
    assert verify(root).is_good  # the limit that the format states in its section 14


def test_a_clock_that_went_back_is_noted(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    path, number = case.layout.segment(1), case.layout.checkpoint(1)
    line = canonical(msgspec.json.decode(path.read_bytes()) | {"time": "2999-01-01T00:00:00Z"})
    path.write_bytes(line + b"\n")
    claim = msgspec.structs.replace(payload_of(number), head=sha256(line), sha256=sha256(line + b"\n"), time="2999-01-01T00:00:00Z")
    number.write_bytes(signed(claim, SIGNER))
    (case.path / "work/index.db").unlink()
    with case.write("add", signer=SIGNER):
        pass
    found = verify(case.path)
    assert found.is_good
    assert [note.message.id for note in found.notes] == ["case.notes.clock_back"]
