import json
from pathlib import Path

import pytest

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.rescue import rescue
from counterwatch.core import sha256_hex
from counterwatch.core.errors import Cancelled, Refused

RESCUER = Signer.new()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


@pytest.fixture
def damaged(small: Path, tmp_path: Path) -> Path:
    return copied(small, tmp_path)


def flip(path: Path, position: int = 100) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


def entry(root: Path, number: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((root / f"ledger/{number:06d}.jsonl").read_bytes())
    return found


def object_of(root: Path, name: str) -> Path:
    return root / "objects" / name[:2] / name


def states(root: Path) -> dict[str, tuple[int, int]]:
    return {name: ((root / name).stat().st_mtime_ns, (root / name).stat().st_ctime_ns) for name in files_of(root)}


def test_one_damaged_file_costs_that_file_only(damaged: Path, tmp_path: Path) -> None:
    lost = Case.open(damaged).evidence()[1]
    flip(object_of(damaged, lost.id), 20)
    before, moments = files_of(damaged), states(damaged)
    case, saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    assert verify(case.path).is_good
    assert [each.name for each in case.evidence()] == ["Hubei.csv", "Henan.csv"]
    assert [stored.run.findings[0].subject for stored in case.runs()] == ["Hubei", "Hunan", "Henan"]
    assert saved.story.objects == {lost.id: "Hunan.csv"}
    assert (files_of(damaged), states(damaged)) == (before, moments)


def test_the_story_is_in_the_ledger_of_the_new_case(damaged: Path, tmp_path: Path) -> None:
    old = Case.open(damaged)
    head, lost = old.head, old.evidence()[0].id
    flip(object_of(damaged, lost), 20)
    case, _saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    event = case.custody()[-1]
    (story,) = event.rescues
    assert (event.verb, event.signer) == ("rescue", RESCUER.id)
    assert (story.case, story.seq, story.head, story.founder) == (old.id, head.seq, head.hash, SIGNER.id)
    assert [each.file for each in story.defects] == [f"objects/{lost[:2]}/{lost}"]
    assert [(each.was.seq, each.was.verb, each.was.signer, each.was.is_signed) for each in event.rescued] == [
        (1, "create", SIGNER.id, True), *((seq, "figures", SIGNER.id, True) for seq in (2, 3, 4)),
    ]  # fmt: skip


def test_what_came_along_stands_under_the_entry_it_was_in(damaged: Path, tmp_path: Path) -> None:
    flip(damaged / "VERIFY.txt")
    case, _saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    (*_first, event) = case.custody()
    assert [[sealed.evidence.name for sealed in each.sealed] for each in event.rescued] == [[], ["Hubei.csv"], ["Hunan.csv"], ["Henan.csv"]]
    assert [len(each.runs) for each in event.rescued] == [0, 1, 1, 1]
    assert [each.evidence.name for each in event.sealed] == ["Hubei.csv", "Hunan.csv", "Henan.csv"]


def test_the_signed_history_comes_along_as_bytes(damaged: Path, tmp_path: Path) -> None:
    flip(object_of(damaged, Case.open(damaged).evidence()[0].id), 20)
    case, saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    again = tmp_path / "again"
    for name, hash in saved.story.files.items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(object_of(case.path, hash).read_bytes())
    for hash in saved.objects:
        object_of(again, hash).parent.mkdir(parents=True, exist_ok=True)
        object_of(again, hash).write_bytes(object_of(case.path, hash).read_bytes())
    found = verify(again)
    assert found.levels[0].outcome == "pass"
    assert [each.file for each in found.defects] == [each.file for each in saved.story.defects]


def test_a_damaged_entry_is_left_out_unless_it_is_asked_for(damaged: Path, tmp_path: Path) -> None:
    flip(damaged / "ledger/000003.jsonl")
    case, saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    assert saved.story.entries == (3,)
    assert [each.name for each in case.evidence()] == ["Hubei.csv", "Henan.csv"]
    assert "Hunan.csv" in saved.story.objects.values()
    case, saved = rescue(damaged, tmp_path / "all", signer=RESCUER, unsigned=True)
    assert sorted(each.name for each in case.evidence()) == ["Henan.csv", "Hubei.csv", "Hunan.csv"]
    assert [each.was.is_signed for each in case.custody()[-1].rescued] == [True, True, True, False]
    assert verify(case.path).is_good


@pytest.mark.parametrize("slot", [0, 1, 2])
def test_a_damaged_body_costs_one_record(damaged: Path, tmp_path: Path, slot: int) -> None:
    body = object_of(damaged, entry(damaged, 3)["objects"][1])
    lines = body.read_bytes().split(b"\n")
    lines[slot] = lines[slot].replace(b'"salt":"', b'"salt":"x')
    body.write_bytes(b"\n".join(lines))
    case, _saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    assert (len(case.evidence()), len(case.runs())) == [(3, 3), (2, 3), (3, 2)][slot]
    assert verify(case.path).is_good


def test_a_damaged_pack_costs_no_record(damaged: Path, tmp_path: Path) -> None:
    flip(object_of(damaged, entry(damaged, 3)["objects"][0]))
    case, _saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    assert (len(case.evidence()), len(case.runs())) == (3, 3)


@pytest.mark.parametrize("name", ["case.json", "VERIFY.txt", "ledger/000002.jsonl", "ledger/000004.checkpoint.json"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_damaged_or_missing_file_in_the_clear_is_survived(damaged: Path, tmp_path: Path, name: str, is_gone: bool) -> None:
    flip(damaged / name, 30)
    if is_gone:
        (damaged / name).unlink()
    case, saved = rescue(damaged, tmp_path / "new", signer=RESCUER, unsigned=True)
    assert len(case.evidence()) == 3
    assert saved.story.case == Case.open(damaged).id if name != "case.json" else saved.story.case
    assert verify(case.path).is_good


def test_records_put_there_by_somebody_never_pass_for_signed(damaged: Path, tmp_path: Path) -> None:
    """A stranger's own case, its files thrown into the damaged one: without `unsigned` nothing of it comes along."""
    (tmp_path / "other").mkdir()
    other = small_case(tmp_path / "other")
    for path in (other / "objects").rglob("*/*"):
        if path.is_file() and not object_of(damaged, path.name).exists():
            object_of(damaged, path.name).parent.mkdir(exist_ok=True)
            object_of(damaged, path.name).write_bytes(path.read_bytes())
    flip(damaged / "VERIFY.txt")
    case, saved = rescue(damaged, tmp_path / "new", signer=RESCUER)
    assert (len(case.evidence()), len(case.runs()), saved.unsigned) == (3, 3, 0)


def test_a_whole_case_is_not_rescued(small: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is whole"):
        rescue(small, tmp_path / "new", signer=RESCUER)
    assert not (tmp_path / "new").exists()


def test_the_damaged_folder_is_not_written_into(damaged: Path) -> None:
    flip(damaged / "VERIFY.txt")
    before = files_of(damaged)
    with pytest.raises(Refused, match="inside the damaged one"):
        rescue(damaged, damaged / "new", signer=RESCUER)
    assert files_of(damaged) == before


def test_a_rescue_that_is_stopped_leaves_nothing(damaged: Path, tmp_path: Path) -> None:
    flip(damaged / "VERIFY.txt")
    calls = iter(range(1000))
    with pytest.raises(Cancelled):
        rescue(damaged, tmp_path / "new", signer=RESCUER, cancel=lambda: next(calls) > 25)
    assert not (tmp_path / "new").exists()


def test_a_rescued_case_can_be_rescued_again(damaged: Path, tmp_path: Path) -> None:
    flip(object_of(damaged, Case.open(damaged).evidence()[0].id), 20)
    first, _saved = rescue(damaged, tmp_path / "first", signer=RESCUER)
    flip(object_of(first.path, first.evidence()[0].id), 20)
    second, _saved = rescue(first.path, tmp_path / "second", signer=RESCUER)
    assert [each.name for each in second.evidence()] == ["Henan.csv"]
    assert [len(event.rescues) for event in second.custody()] == [0, 2]
    assert verify(second.path).is_good


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_nothing_that_was_intact_is_lost_whatever_byte_is_flipped(small: Path, tmp_path: Path, step: int) -> None:
    whole = files_of(small)
    targets = [name for name in whole if name.startswith(("objects/", "ledger/"))][::step]
    for number, name in enumerate(targets):
        root = tmp_path / str(number)
        root.mkdir()
        damaged = copied(small, root)
        flip(damaged / name, len(whole[name]) // 2)
        case, _saved = rescue(damaged, root / "new", signer=RESCUER, unsigned=True)
        kept = {sha256_hex(data) for data in files_of(case.path).values()}
        missing = [each for each, data in whole.items() if each.startswith("objects/") and each != name and sha256_hex(data) not in kept]
        assert missing == [], name
        assert verify(case.path).is_good
