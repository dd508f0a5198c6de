import json
from pathlib import Path

import pytest

from case_examples import ME, PLACES, copied, encrypted_case, files_of
from counterwatch.case import Case, Identity, Locked, add_recipient, verify
from counterwatch.case.rescue import Saved, rescue
from counterwatch.core import sha256_hex

FRIEND = Identity.new()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encrypted_case(tmp_path_factory.mktemp("encrypted"))


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    return copied(whole, tmp_path)


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


def object_of(root: Path, entry: int, position: int) -> Path:
    name = str(json.loads((root / f"ledger/{entry:06d}.jsonl").read_bytes())["objects"][position])
    return root / "objects" / name[:2] / name


def saved(damaged: Path, new: Path, *, unsigned: bool = False) -> tuple[Case, Saved]:
    before = files_of(damaged)
    case, found = rescue(damaged, new, signer=ME.signer, identity=ME, unsigned=unsigned)
    assert files_of(damaged) == before
    assert case.case_file.is_encrypted
    assert verify(case.path, identity=ME).is_good
    return case, found


def test_one_damaged_object_costs_that_object_only(damaged: Path, tmp_path: Path) -> None:
    old = Case.open(damaged, identity=ME)
    ids = {each.name: each.id for each in old.evidence()}
    contents = {each.name: old.evidence_source(each.id) for each in old.evidence()}
    flip(object_of(damaged, 3, 2), 300)
    case, found = saved(damaged, tmp_path / "new")
    assert list(found.story.objects.values()) == ["Hunan.csv"]
    assert {each.name: case.evidence_source(each.id) for each in case.evidence()} == {
        name: data for name, data in contents.items() if name != "Hunan.csv"
    }
    assert not {each.id for each in case.evidence()} & set(ids.values())
    now = {old: new for each in case.custody()[-1].rescued for old, new in each.was.now.items()}
    assert {each.id for each in case.evidence()} == {now[ids["Hubei.csv"]], now[ids["Henan.csv"]]}


def test_runs_speak_of_the_evidence_as_the_new_case_names_it(damaged: Path, tmp_path: Path) -> None:
    flip(damaged / "VERIFY.txt", 30)
    case, _found = saved(damaged, tmp_path / "new")
    by_name = {each.name.removesuffix(".csv"): each.id for each in case.evidence()}
    runs = {stored.run.findings[0].subject: stored.run for stored in case.runs()}
    assert set(runs) == set(PLACES)
    for place, run in runs.items():
        assert run.evidence == run.findings[0].evidence == (by_name[place],)
        (table,) = run.findings[0].attachments
        assert sha256_hex(case.attachment(table.sha256)) == table.sha256


def test_the_signed_history_can_be_checked_again(damaged: Path, tmp_path: Path) -> None:
    flip(object_of(damaged, 3, 2), 300)
    case, found = saved(damaged, tmp_path / "new")
    again = tmp_path / "again"
    now = {old: new for each in case.custody()[-1].rescued for old, new in each.was.now.items()}
    listed = {f"objects/{old[:2]}/{old}": new for old, new in now.items() if old in files_names(damaged)}
    for name, new in {**found.story.files, **listed}.items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(case.content(new))
    assert verify(again, level=0).levels[0].outcome == "pass"
    packs = {object_of(damaged, number, 0).name for number in range(1, 5)}
    assert all(sha256_hex(case.content(now[name])) == name for name in packs)


def files_names(root: Path) -> set[str]:
    return {Path(name).name for name in files_of(root)}


def test_a_damaged_body_costs_one_record(damaged: Path, tmp_path: Path) -> None:
    body = object_of(damaged, 3, 1)
    lines = body.read_bytes().split(b"\n")
    lines[2] = lines[2].replace(b'"sealed":"', b'"sealed":"AAAA')
    body.write_bytes(b"\n".join(lines))
    case, _found = saved(damaged, tmp_path / "new")
    assert (len(case.evidence()), len(case.runs())) == (2, 3)


def test_without_the_pack_or_the_secret_no_record_is_lost(damaged: Path, tmp_path: Path) -> None:
    flip(object_of(damaged, 3, 0), 100)
    flip(damaged / "keys/secret.age", 100)
    case, _found = saved(damaged, tmp_path / "new")
    assert (len(case.evidence()), len(case.runs())) == (3, 3)


def test_what_a_lost_entry_listed_comes_along_only_where_it_is_asked_for(damaged: Path, tmp_path: Path) -> None:
    flip(damaged / "ledger/000003.jsonl", 30)
    assert len(saved(damaged, tmp_path / "new")[0].evidence()) == 2
    assert len(saved(damaged, tmp_path / "all", unsigned=True)[0].evidence()) == 3


def test_a_case_whose_recipients_changed_is_rescued_once_over_and_again(damaged: Path, tmp_path: Path) -> None:
    case = Case.open(damaged, identity=ME)
    add_recipient(case, FRIEND.recipient, signer=ME.signer)
    flip(damaged / "VERIFY.txt", 30)
    first, _found = saved(damaged, tmp_path / "first")
    assert [each.name for each in first.evidence()] == ["Hubei.csv", "Hunan.csv", "Henan.csv"]
    add_recipient(first, FRIEND.recipient, signer=ME.signer)
    assert verify(first.path, identity=FRIEND).is_good
    flip(first.path / "VERIFY.txt", 30)
    second, _found = saved(first.path, tmp_path / "second")
    assert [each.name for each in second.evidence()] == ["Hubei.csv", "Hunan.csv", "Henan.csv"]
    assert len(second.runs()) == 3


@pytest.mark.parametrize("identity", [None, FRIEND])
def test_it_takes_a_key_that_opens_the_case(damaged: Path, tmp_path: Path, identity: Identity | None) -> None:
    flip(damaged / "VERIFY.txt", 30)
    with pytest.raises(Locked):
        rescue(damaged, tmp_path / "new", signer=ME.signer, identity=identity)
    assert not (tmp_path / "new").exists()
