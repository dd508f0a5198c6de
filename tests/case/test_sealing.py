import hashlib
import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.json import decode

from case_examples import SIGNER, files_of, new_case, run_about, small_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.bare.hashing import CHUNK
from counterwatch.core import UnreadableEvidence, WrongUsage
from counterwatch.core.errors import Cancelled, Refused
from counterwatch.core.message import Message

NAMES = [
    b"two\nlines.csv",
    b"%0A.csv",
    "\u202egnp.exe".encode(),
    unicodedata.normalize("NFC", "Hôtel é.csv").encode(),
    unicodedata.normalize("NFD", "Hôtel é.csv").encode(),
    b"x" * 251 + b".csv",
    b"caf\xe9\xff.csv",
    "ئۈرۈمچى.csv".encode(),
    b"\x1b[31mred.csv",
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path)


def sealed_bytes(case: Case, id: str) -> bytes:
    return case.content(id)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=3000))
def test_what_is_sealed_is_read_back(case: Case, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "evidence"
    file.write_bytes(content)
    with case.write("add", signer=SIGNER) as batch:
        evidence = batch.seal(file)
    assert evidence.id == evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert evidence.size == len(content)
    assert sealed_bytes(case, evidence.id) == content


@pytest.mark.parametrize("size", [0, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("byte", [b"\0", b"a"])
def test_a_file_of_any_size_is_kept_whole(case: Case, tmp_path: Path, size: int, byte: bytes) -> None:
    (tmp_path / "file").write_bytes(byte * size)
    with case.write("add", signer=SIGNER) as batch:
        evidence = batch.seal(tmp_path / "file")
    assert sealed_bytes(case, evidence.id) == byte * size
    assert verify(case.path).is_good


def test_a_large_sparse_file_takes_no_room(case: Case, tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.write(b"begin")
        file.truncate(200 * CHUNK)
    with case.write("add", signer=SIGNER) as batch:
        evidence = batch.seal(tmp_path / "sparse")
    stored = case.object_path(evidence.id).stat()
    assert stored.st_size == 200 * CHUNK
    assert stored.st_blocks * 512 < 4 * CHUNK


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_strange_name_is_kept_exactly_and_shown_as_text(case: Case, tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"content")
    with case.write("add", signer=SIGNER) as batch:
        batch.seal(path)
    (evidence,) = case.evidence()
    assert case.custody()[-1].sealed[0].exact_name == name
    evidence.name.encode()  # no surrogates: it can be printed and stored
    assert verify(case.path).is_good


def test_the_same_content_twice_is_one_object_and_two_events(case: Case, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("same")
        with case.write("add", signer=SIGNER) as batch:
            batch.seal(tmp_path / name, note=name)
    assert [each.name for each in case.evidence()] == ["one.csv"]
    assert [[handled.evidence.name for handled in event.sealed] for event in case.custody()] == [[], ["one.csv"], ["two.csv"]]


def test_two_names_of_one_file_are_noted(case: Case, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("x")
    (tmp_path / "other").hardlink_to(tmp_path / "one")
    with case.write("add", signer=SIGNER) as batch:
        batch.seal(tmp_path / "one")
    assert case.custody()[-1].sealed[0].links == 2


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to("/dev/null")


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as each:
        each.bind(str(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [(a_pipe, "named pipe"), (a_link, "symbolic link to /dev/null"), (a_socket, "socket"), (Path.mkdir, "folder"), (lambda _: None, "No such file")],
)
def test_what_is_not_a_file_is_refused_by_name(case: Case, tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / "odd")
    with pytest.raises(UnreadableEvidence, match=said) as caught, case.write("add", signer=SIGNER) as batch:
        batch.seal(tmp_path / "odd")
    assert "odd" in str(caught.value)
    assert caught.value.hint
    assert case.head.seq == 1


def test_a_device_is_refused(case: Case) -> None:
    with pytest.raises(UnreadableEvidence, match="character device"), case.write("add", signer=SIGNER) as batch:
        batch.seal("/dev/zero")


def test_a_file_that_grows_while_it_is_read_is_refused(case: Case, tmp_path: Path) -> None:
    growing = tmp_path / "growing.log"
    growing.write_bytes(b"a" * 2 * CHUNK)

    def grow(what: Message, done: int, total: int) -> None:
        with growing.open("ab") as file:
            file.write(b"more")

    with pytest.raises(UnreadableEvidence, match=r"growing\.log changed"), case.write("add", signer=SIGNER, progress=grow) as batch:
        batch.seal(growing)
    assert case.evidence() == []


def test_a_cancelled_write_leaves_nothing(case: Case, tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(os.urandom(4 * CHUNK))
    before, asked = files_of(case.path), iter([False] * 4)
    with pytest.raises(Cancelled), case.write("add", signer=SIGNER, cancel=lambda: next(asked, True)) as batch:
        batch.seal(tmp_path / "big")
    assert files_of(case.path) == before


def test_an_error_inside_a_write_leaves_nothing(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    before = files_of(case.path)
    with pytest.raises(UnreadableEvidence), case.write("add", signer=SIGNER) as batch:
        [batch.seal(tmp_path / name) for name in ("a", "not there")]
    assert files_of(case.path) == before


def test_every_line_of_the_ledger_is_canonical_json(tmp_path: Path) -> None:
    for segment in (small_case(tmp_path) / "ledger").glob("*.jsonl"):
        for line in segment.read_bytes().splitlines():
            assert rfc8785.dumps(decode(line)) == line


def test_a_run_comes_back_with_its_attachments(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a")
    with case.write("figures", signer=SIGNER) as batch:
        evidence = batch.seal(tmp_path / "a.csv")
        run = run_about(evidence.id)
        name = batch.run(run)
    (stored,) = case.runs()
    assert (stored.hash, stored.seq, stored.run.id) == (name, 2, run.id)
    (attachment,) = stored.run.findings[0].attachments
    assert attachment.content == b""
    assert case.attachment(attachment.sha256) == run.findings[0].attachments[0].content


def test_a_finding_about_evidence_that_is_not_here_is_refused(case: Case) -> None:
    with pytest.raises(WrongUsage, match="does not hold"), case.write("figures", signer=SIGNER) as batch:
        batch.run(run_about("0" * 64))


def test_somebody_who_was_not_admitted_cannot_write(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not admitted"), case.write("add", signer=Signer.new()):
        pass


def test_many_files_in_one_write(case: Case, tmp_path: Path) -> None:
    with case.write("add", signer=SIGNER) as batch:
        for number in range(400):
            (tmp_path / f"{number}.txt").write_text(str(number))
            batch.seal(tmp_path / f"{number}.txt")
    assert case.head.seq == 2
    assert [each.name for each in case.evidence()] == [f"{number}.txt" for number in range(400)]
    assert verify(case.path).is_good
