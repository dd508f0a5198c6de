from pathlib import Path

import pytest

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import Case, verify
from counterwatch.core import CounterwatchError


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def names(root: Path) -> dict[str, str]:
    """Return the file of each kind that belongs to the last entry."""
    pack, body, *_ = Case.open(root).ledger().entries[-1].entry.objects
    return {
        "checkpoint": "ledger/000004.checkpoint.json", "case file": "case.json", "instructions": "VERIFY.txt",
        "key": next((root / "keys").glob("*.pem")).relative_to(root).as_posix(), "pack": f"objects/{pack[:2]}/{pack}",
        "body": f"objects/{body[:2]}/{body}",
    }  # fmt: skip


def check_cuts(root: Path, kind: str, step: int) -> None:
    name = names(root)[kind]
    path, whole = root / name, (root / name).read_bytes()
    for kept in [*range(0, len(whole), step), len(whole) - 1]:
        path.write_bytes(whole[:kept])
        before = files_of(root)
        assert name in {defect.file for defect in verify(root, level=int(kind in ("pack", "body"))).defects}, kept
        assert files_of(root) == before, kept
    path.write_bytes(whole)
    assert verify(root).is_good


@pytest.mark.parametrize("kind", ["checkpoint", "case file", "instructions", "key", "pack", "body"])
def test_a_file_cut_here_and_there_is_named_and_left_alone(small: Path, tmp_path: Path, kind: str) -> None:
    check_cuts(copied(small, tmp_path), kind, 29)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["checkpoint", "case file", "instructions", "key", "pack", "body"])
def test_a_file_cut_at_every_byte_is_named_and_left_alone(small: Path, tmp_path: Path, kind: str) -> None:
    check_cuts(copied(small, tmp_path), kind, 1)


def test_a_prepared_checkpoint_cut_anywhere_vouches_for_nothing(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    checkpoint, prepared = root / "ledger/000004.checkpoint.json", root / "tmp/prepared-checkpoint.json"
    whole = checkpoint.read_bytes()
    checkpoint.unlink()
    for kept in range(0, len(whole), 29):
        prepared.write_bytes(whole[:kept])
        before = files_of(root)
        assert not verify(root, level=0).is_good
        with pytest.raises(CounterwatchError), Case.open(root).write("add", signer=SIGNER):
            pass
        assert files_of(root) == before
