import random
from pathlib import Path

import pytest

from case_examples import ME, copied, encrypted_case, files_of
from counterwatch.case import Case, Identity, Outcome, verify


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encrypted_case(tmp_path_factory.mktemp("small"))


def places(root: Path, count: int, seed: int) -> list[tuple[str, int, int]]:
    """Return random places, half of them over all bytes, half of them over all files."""
    rng = random.Random(seed)
    files = [(name, len(data)) for name, data in files_of(root).items() if data]
    drawn = files + rng.choices(files, weights=[size for _, size in files], k=count // 2) + rng.choices(files, k=count // 2)
    return [(name, rng.randrange(size), rng.randrange(8)) for name, size in drawn]


def check_flips(root: Path, count: int, seed: int) -> None:
    seen = 0
    for name, offset, bit in places(root, count, seed):
        path, whole = root / name, (root / name).read_bytes()
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1 << bit]) + whole[offset + 1 :])
        before = files_of(root)
        # Without any key everything but the index, which is derived, is checked.
        is_keyless = not name.startswith("work/")
        found = verify(root, level=1) if is_keyless else verify(root, identity=ME)
        assert name in {defect.file for defect in found.defects}, (name, offset, bit, found.defects)
        assert not found.is_good
        if is_keyless and seen % 10 == 0:
            assert not verify(root, identity=ME).is_good
        assert files_of(root) == before
        path.write_bytes(whole)
        seen += 1
    assert seen >= count
    assert verify(root, identity=ME).is_good


def test_a_flipped_bit_is_named_without_any_key(small: Path, tmp_path: Path) -> None:
    check_flips(copied(small, tmp_path), 300, seed=1)


@pytest.mark.slow
def test_ten_thousand_flipped_bits_are_named(small: Path, tmp_path: Path) -> None:
    check_flips(copied(small, tmp_path), 10_000, seed=2)


def test_levels_that_take_a_key_are_not_checked_without_one(small: Path) -> None:
    for identity in (None, Identity.new()):
        found = verify(small, level=3, identity=identity, rerun=lambda _case, _stored: ())
        assert [each.outcome for each in found.levels] == [Outcome.PASS, Outcome.PASS, Outcome.NOT_CHECKED, Outcome.NOT_CHECKED]
    full = verify(small, level=3, identity=ME, rerun=lambda _case, _stored: ())
    assert [each.outcome for each in full.levels] == [Outcome.PASS] * 4


@pytest.mark.parametrize("kind", ["evidence", "run", "attachment", "pack", "body"])
def test_a_damaged_object_names_the_findings_it_touches(small: Path, tmp_path: Path, kind: str) -> None:
    root = copied(small, tmp_path)
    case = Case.open(root, identity=ME)
    stored = case.runs()[1]
    pack, body, evidence, attachment, run = next(placed.entry for placed in case.ledger().entries if placed.entry.seq == stored.seq).objects
    name = {"evidence": evidence, "run": run, "attachment": attachment, "pack": pack, "body": body}[kind]
    case.object_path(name).write_bytes(b"something else")
    (defect,) = verify(root, identity=ME).defects
    assert (defect.file, defect.seq) == (f"objects/{name[:2]}/{name}", 3)
    assert [(each.check, each.subject) for each in defect.findings] == [("figures.last_digit", "Hunan")]


def test_an_object_swapped_for_one_to_the_same_recipients_is_seen_without_a_key(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    entry = Case.open(root, identity=ME).ledger().entries[1].entry
    path = root / "objects" / entry.objects[2][:2] / entry.objects[2]
    other = Case.open(root, identity=ME).ledger().entries[2].entry.objects[2]
    path.write_bytes((root / "objects" / other[:2] / other).read_bytes())
    assert [each.file for each in verify(root, level=1).defects] == [path.relative_to(root).as_posix()]
