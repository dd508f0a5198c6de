import datetime
import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_examples import SIGNER, copied, files_of, new_case, small_case
from counterwatch.api import custody
from counterwatch.api.case import add
from counterwatch.api.case import new_case as new_plain_case
from counterwatch.case import Case, verify
from counterwatch.case.intact import spans
from counterwatch.case.synchronised import CONFLICT
from counterwatch.core import CounterwatchError, WrongUsage

NOBODY = 65534


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Path, tmp_path: Path) -> Case:
    return Case.open(copied(small, tmp_path))


def ids(root: Path) -> dict[str, str]:
    """Return what the notes say of each file."""
    return {note.file: note.message.id.rpartition(".")[2] for note in verify(root).notes}


def test_what_a_person_did_stands_in_the_history_with_purpose_and_authority(tmp_path: Path) -> None:
    case = new_plain_case(tmp_path / "case", plain=True)
    (tmp_path / "hubei.csv").write_text("day,cases\n")
    add(case.path, [tmp_path / "hubei.csv"], verb="receive", authority="consent on paper", purpose="review")
    custody.record(case.path, "view", ["hubei.csv"], purpose="drafting", authority="mandate", note="on the office computer")
    received, viewed = case.custody()[1:]
    assert (received.verb, received.custody[0].authority, received.sealed[0].purpose) == ("receive", "consent on paper", "review")
    said = viewed.custody[0]
    assert (viewed.verb, said.purpose, said.authority, said.note) == ("view", "drafting", "mandate", "on the office computer")
    assert said.evidence == (case.evidence()[0].id,)
    assert verify(case.path).is_good


@pytest.mark.parametrize("verb", ["erase", "create", "offer", "", "look"])
def test_a_verb_that_a_command_of_its_own_writes_is_refused(tmp_path: Path, verb: str) -> None:
    case = new_plain_case(tmp_path / "case", plain=True)
    before = files_of(case.path)
    with pytest.raises(WrongUsage, match="verbs of custody"):
        custody.record(case.path, verb)
    with pytest.raises(WrongUsage):
        add(case.path, [], verb="view")
    assert files_of(case.path) == before


def test_a_clock_that_was_set_back_is_flagged_in_the_history(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("counterwatch.case.writer.now", lambda: late.strftime("%Y-%m-%dT%H:%M:%SZ"))
    with case.write("view", signer=SIGNER):
        pass
    monkeypatch.undo()
    with case.write("view", signer=SIGNER):
        pass
    assert [event.clock_was for event in case.custody()[-2:]] == ["", "2999-01-01T00:00:00Z"]
    found = verify(case.path)
    assert found.is_good
    assert [note.message.id for note in found.notes] == ["case.notes.clock_back"]


def test_each_criterion_has_an_answer_that_the_case_bears_out(tmp_path: Path) -> None:
    case = new_plain_case(tmp_path / "case", plain=True)
    empty = {each.name.id.rpartition(".")[2]: str(each.answer) for each in custody.criteria(case.path)}
    assert len(empty) == 9
    (tmp_path / "a.csv").write_text("1")
    add(case.path, [tmp_path / "a.csv"])
    custody.offer(case.path, tmp_path / "out")
    held = {each.name.id.rpartition(".")[2]: str(each.answer) for each in custody.criteria(case.path)}
    assert (empty["identity"], held["identity"]) == ("partly", "yes")
    assert (empty["persistence"], held["persistence"]) == ("partly", "yes")
    assert held["storage"] == held["renderability"] == "not by us"
    next((case.path / "objects").rglob("*/*")).write_bytes(b"x")
    assert {each.name.id: str(each.answer) for each in custody.criteria(case.path)}["api.criteria.authenticity"] == "not by us"


def test_what_still_verifies_is_counted(case: Case) -> None:
    lost = case.evidence()[1].id
    case.object_path(lost).write_bytes(b"x")
    still = verify(case.path).standing
    assert still is not None
    assert (still.entries, still.entries_of) == ((1, 2, 3, 4), 4)
    assert (still.objects, still.findings) == (still.objects_of - 1, 2)
    segment = case.layout.segment(3)
    segment.write_bytes(segment.read_bytes().replace(b'"figures"', b'"receive"'))
    still = verify(case.path).standing
    assert still is not None
    assert still.entries == (1, 2, 4)


def test_a_whole_case_needs_no_such_list(small: Path) -> None:
    assert verify(small).standing is None


@pytest.mark.parametrize(("numbers", "text"), [([], ""), ([1], "1"), ([1, 2, 3, 5], "1–3, 5"), ([9, 3, 4, 3], "3–4, 9")])
def test_numbers_are_written_as_spans(numbers: list[int], text: str) -> None:
    assert spans(numbers) == text


CLOUD = [
    "000003 (conflicted copy 2026-03-01).jsonl", "000003 (somebody's conflicted copy).jsonl", "000003 (1).jsonl", "000003 (Case Conflict).jsonl",
    "000003.sync-conflict-20260301-101112-ABCDEFG.jsonl", "000003 - Copy.jsonl", "000003 - Copy (2).jsonl", "000003 - Copie.jsonl",
    "000003 冲突副本.jsonl",
]  # fmt: skip


@pytest.mark.parametrize("name", CLOUD)
def test_a_conflicted_copy_is_named_with_what_to_do(case: Case, name: str) -> None:
    shutil.copy(case.layout.segment(3), case.layout.ledger / name)
    assert verify(case.path).is_good
    assert ids(case.path) == {f"ledger/{name}": "conflicted"}
    case.layout.segment(3).unlink()
    found = verify(case.path)
    assert "ledger/000003.jsonl" in {each.file for each in found.defects}
    assert ids(case.path)[f"ledger/{name}"] == "conflicted"


@pytest.mark.parametrize("name", ["000003.jsonl", "000003.checkpoint.json", "case.json", "VERIFY.txt", "0" * 64, "report (final).html", "a" * 5000])
def test_other_names_are_not_taken_for_conflicted_copies(name: str) -> None:
    assert CONFLICT.match(name) is None


@pytest.mark.parametrize("change", ["upper", "ending", "folder", "copy"])
def test_an_object_that_was_renamed_is_found_and_its_place_is_named(case: Case, change: str) -> None:
    path = case.object_path(case.evidence()[0].id)
    names = {"upper": path.name.upper(), "ending": f"{path.name}.csv", "folder": f"../{path.name}", "copy": f"{path.name} (1)"}
    path.rename(path.parent / names[change])
    found = verify(case.path)
    assert [each.message.id for each in found.defects] == ["case.object_check.missing"]
    moved = [note for note in found.notes if note.message.id == "case.synchronised.moved"]
    assert [note.message.params["place"] for note in moved] == [case.layout.shown(path)]


def test_a_placeholder_of_a_cloud_is_named(case: Case) -> None:
    path = case.object_path(case.evidence()[0].id)
    path.unlink()
    (path.parent / f".{path.name}.icloud").write_bytes(b"")
    assert ids(case.path) == {case.layout.shown(path.parent / f".{path.name}.icloud"): "placeholder"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that other users of this computer can walk into."""
    folder = Path(tempfile.mkdtemp(prefix="counterwatch-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("there is no other user in this user namespace")
    yield
    os.seteuid(0)


@pytest.fixture
def private(small: Path, open_folder: Path) -> Path:
    return copied(small, open_folder)


@pytest.fixture
def readable(private: Path) -> Path:
    for path in (private, *private.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return private


def test_a_case_that_another_user_keeps_private_is_named(private: Path, as_nobody: None) -> None:
    with pytest.raises(CounterwatchError, match="another user") as caught:
        Case.open(private)
    assert caught.value.hint
    with pytest.raises(CounterwatchError) as caught:
        verify(private)
    assert caught.value.hint


def test_a_case_of_another_user_can_be_read_and_verified_but_not_written(readable: Path, as_nobody: None) -> None:
    before = files_of(readable)
    assert verify(readable).is_good
    assert len(Case.open(readable).evidence()) == 3
    with pytest.raises(CounterwatchError, match="cannot write") as caught, Case.open(readable).write("view", signer=SIGNER):
        pass
    assert "another user" in str(caught.value.hint)
    assert files_of(readable) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_named_and_the_case_stays_whole(small_disk: Path, tmp_path: Path) -> None:
    case = new_case(small_disk)
    (tmp_path / "large.bin").write_bytes(os.urandom(1_000_000))
    with pytest.raises(CounterwatchError, match=os.strerror(errno.ENOSPC)) as caught, case.write("add", signer=SIGNER) as batch:
        batch.seal(tmp_path / "large.bin")
    assert "make room" in str(caught.value.hint)
    assert verify(case.path).is_good
    with Case.open(case.path).write("view", signer=SIGNER):
        pass


def test_a_disk_that_can_only_be_read_is_named(small_disk: Path) -> None:
    case = new_case(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert verify(case.path).is_good
    with pytest.raises(CounterwatchError, match=os.strerror(errno.EROFS)) as caught, case.write("view", signer=SIGNER):
        pass
    assert "can only be read" in str(caught.value.hint)
