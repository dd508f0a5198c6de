from pathlib import Path

import pytest
from case_examples import SIGNER, copied, files_of, new_case, small_case

from counterwatch.case import Case, Signer, verify
from counterwatch.case.index import dump, open_index
from counterwatch.case.indexing import in_memory
from counterwatch.case.rebuild import rebuild_index
from counterwatch.core import CounterwatchError, UnreadableEvidence
from counterwatch.core.errors import NoCase, Refused, VerificationFailed


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def rows(root: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = open_index(root / "work/index.db", Case.open(root).vault, is_read_only=True)
    try:
        return dump(connection)
    finally:
        connection.close()


def test_a_deleted_index_is_rebuilt_row_for_row(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    before, evidence = rows(root), Case.open(root).evidence()
    (root / "work/index.db").unlink()
    assert Case.open(root).evidence() == evidence
    assert not (root / "work/index.db").exists()
    rebuild_index(Case.open(root))
    assert rows(root) == before
    assert sum(map(len, before.values())) > 30


def test_the_next_writer_mends_a_damaged_index(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    (root / "work/index.db").write_bytes(b"x" * 5000)
    case = Case.open(root)
    assert len(case.evidence()) == 3
    with case.write("add", signer=SIGNER):
        pass
    fresh = in_memory(case.holdings(), case.ledger().entries)
    assert rows(root) == dump(fresh)
    fresh.close()
    assert verify(root).is_good


def test_an_index_with_other_rows_is_named(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    connection = open_index(root / "work/index.db", Case.open(root).vault)
    connection.execute("UPDATE findings SET subject = 'Elsewhere' WHERE seq = 3")
    connection.close()
    (defect,) = verify(root).defects
    assert (defect.file, defect.message.params) == ("work/index.db", {"table": "findings"})


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b'{"name":"a package"}', b"\xff\xfe"])
def test_a_folder_that_is_no_case_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "case.json").write_bytes(content) if content is not None else None
    before = files_of(tmp_path)
    for ask in (Case.open, verify):
        with pytest.raises(NoCase) as caught:
            ask(tmp_path)
        assert caught.value.exit_code == 10
        assert caught.value.hint
    assert files_of(tmp_path) == before


def test_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(b'{"case":"x","format":"counterwatch case","new":true,"version":2}')
    (tmp_path / "ledger").mkdir()
    for ask in (Case.open, verify):
        with pytest.raises(CounterwatchError, match="format version 2"):
            ask(tmp_path)


@pytest.mark.parametrize("kept", [0, 1, 100, 200])
def test_a_cut_case_file_is_damage_not_a_foreign_folder(small: Path, tmp_path: Path, kept: int) -> None:
    root = copied(small, tmp_path)
    (root / "case.json").write_bytes((root / "case.json").read_bytes()[:kept])
    with pytest.raises(VerificationFailed, match=r"case\.json"):
        Case.open(root)
    assert [defect.file for defect in verify(root).defects] == ["case.json"]


def test_a_missing_case_file_is_named_while_the_rest_is_checked(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    (root / "case.json").unlink()
    found = verify(root)
    assert [defect.file for defect in found.defects] == ["case.json"]
    assert found.levels[1].outcome.value == "pass"


def test_a_case_is_found_from_a_folder_inside_it(small: Path, tmp_path: Path) -> None:
    assert Case.find(small / "objects") == small
    assert Case.find(tmp_path) is None


def test_a_case_is_not_made_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        Case.create(tmp_path, plain=True, signer=SIGNER)
    assert files_of(tmp_path) == {"diary.txt": b"mine"}


def test_a_case_can_be_made_in_an_empty_folder_that_is_there(tmp_path: Path) -> None:
    case = Case.create(tmp_path, plain=True, signer=SIGNER)
    assert (case.head.seq, case.founder) == (1, SIGNER.id)
    assert [event.verb for event in case.custody()] == ["create"]


def test_a_copy_that_lost_its_empty_folders_can_be_written_to(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    root = tmp_path / "unpacked"
    for name, data in files_of(case.path).items():
        if data and not name.startswith("work/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
    with Case.open(root).write("add", signer=SIGNER):
        pass
    assert verify(root).is_good


@pytest.mark.parametrize("id", ["0" * 64, "../../case.json", "", "/etc/passwd", "a\0b"])
def test_an_unknown_object_is_refused(small: Path, id: str) -> None:
    with pytest.raises(UnreadableEvidence, match="holds no object"):
        Case.open(small).object_path(id)


def test_a_signing_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = Signer.load(tmp_path / "home")
    again = Signer.load(tmp_path / "home")
    assert (first.created, again.created, again.id) == (True, False, first.id)
    assert (tmp_path / "home/signing.pem").stat().st_mode & 0o777 == 0o600
    (tmp_path / "home/signing.pem").write_bytes(b"not a key")
    with pytest.raises(CounterwatchError, match="signing key"):
        Signer.load(tmp_path / "home")
