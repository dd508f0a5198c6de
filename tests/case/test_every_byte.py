import random
from pathlib import Path

import pytest
from case_examples import SAID, copied, files_of, small_case

from counterwatch.case import Case, Outcome, verify


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def places(root: Path, count: int, seed: int) -> list[tuple[str, int, int]]:
    """Return random places over all bytes of all files, and at least one in each file: which bit of which byte of which file."""
    rng = random.Random(seed)
    files = [(name, len(data)) for name, data in files_of(root).items() if data]
    drawn = files + rng.choices(files, weights=[size for _, size in files], k=count // 2) + rng.choices(files, k=count // 2)
    return [(name, rng.randrange(size), rng.randrange(8)) for name, size in drawn]


def check_flips(root: Path, count: int, seed: int) -> None:
    for name, offset, bit in places(root, count, seed):
        path, whole = root / name, (root / name).read_bytes()
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1 << bit]) + whole[offset + 1 :])
        before = files_of(root)
        found = verify(root)
        assert name in {defect.file for defect in found.defects}, (name, offset, bit, found.defects)
        assert not found.is_good
        assert files_of(root) == before
        path.write_bytes(whole)
    assert verify(root).is_good


def test_a_flipped_bit_anywhere_is_named_and_nothing_is_changed(small: Path, tmp_path: Path) -> None:
    check_flips(copied(small, tmp_path), 300, seed=1)


@pytest.mark.slow
def test_a_thousand_flipped_bits_are_named(small: Path, tmp_path: Path) -> None:
    check_flips(copied(small, tmp_path), 1000, seed=2)


@pytest.mark.parametrize("kind", ["evidence", "run", "attachment", "pack", "body"])
def test_a_damaged_object_names_its_entry_and_the_findings_it_touches(small: Path, tmp_path: Path, kind: str) -> None:
    root = copied(small, tmp_path)
    case = Case.open(root)
    stored = case.runs()[1]
    finding = stored.run.findings[0]
    listed = next(placed.entry for placed in case.ledger().entries if placed.entry.seq == stored.seq).objects
    name = {"evidence": finding.evidence[0], "run": stored.hash, "attachment": finding.attachments[0].sha256, "pack": listed[0], "body": listed[1]}[
        kind
    ]
    case.object_path(name).write_bytes(b"something else")
    (defect,) = verify(root).defects
    assert defect.file == f"objects/{name[:2]}/{name}"
    assert defect.seq == 3
    assert [(each.run, each.finding, each.check, each.subject) for each in defect.findings] == [
        (stored.hash, finding.id, "figures.last_digit", "Hunan")
    ]


def test_a_missing_or_cut_object_is_named(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    first, second = sorted((root / "objects").rglob("*/*"))[:2]
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    found = verify(root)
    assert {defect.file for defect in found.defects} >= {path.relative_to(root).as_posix() for path in (first, second)}
    assert [level.outcome for level in found.levels][1] is Outcome.FAIL


def test_two_swapped_objects_are_both_named(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    first, second = sorted((root / "objects").rglob("*/*"))[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    assert {path.relative_to(root).as_posix() for path in (first, second)} <= {defect.file for defect in verify(root).defects}


def test_a_level_that_was_not_asked_for_is_not_called_passed(small: Path) -> None:
    assert [level.outcome.value for level in verify(small, level=0).levels] == ["pass", "not checked", "not checked", "not checked"]
    assert [level.outcome.value for level in verify(small, level=1).levels] == ["pass", "pass", "not checked", "not checked"]
    assert [level.outcome.value for level in verify(small, level=3).levels] == ["pass", "pass", "pass", "not checked"]


def test_files_that_do_not_belong_are_mentioned_and_no_failure(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    for place in ("report.html", "objects/ab/notes.txt", "ledger/000001 (conflicted copy).jsonl", "tmp/left.part", "objects/ab/" + "ab" * 32):
        (root / place).parent.mkdir(exist_ok=True)
        (root / place).write_text("x")
    found = verify(root)
    assert found.is_good
    assert len(found.notes) == 5
    assert [note.file for note in found.notes if note.message.id == "case.notes.unlisted"] == ["objects/ab/" + "ab" * 32, "tmp/left.part"]


def test_findings_done_again_are_a_level_of_their_own(small: Path) -> None:
    same = verify(small, level=3, rerun=lambda _case, _stored: ())
    assert [(level.outcome.value, level.count) for level in same.levels][3] == ("pass", 3)
    other = verify(small, level=3, rerun=lambda _case, stored: [SAID(n=4)] if stored.seq == 3 else [])
    (defect,) = other.defects
    assert (defect.seq, defect.message, [each.subject for each in defect.findings]) == (3, SAID(n=4), ["Hunan"])
    assert [level.outcome.value for level in other.levels] == ["pass", "pass", "pass", "fail"]
