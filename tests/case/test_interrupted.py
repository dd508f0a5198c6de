import multiprocessing
import os
import random
import resource
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from case_examples import SIGNER, copied, files_of, new_case, small_case
from counterwatch.case import Case, verify
from counterwatch.core import CounterwatchError
from counterwatch.core.errors import CaseBusy, VerificationFailed

FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def add(case: Case, file: Path, text: str) -> str:
    file.write_text(text)
    with case.write("add", signer=SIGNER) as batch:
        return batch.seal(file).id


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_a_line_cut_anywhere_is_set_aside_by_the_next_writer(small: Path, tmp_path: Path, step: int) -> None:
    line = (small / "ledger/000004.jsonl").read_bytes()
    root = copied(small, tmp_path)
    (root / "ledger/000004.checkpoint.json").unlink()
    for kept in range(0, len(line), step):
        (root / "ledger/000004.jsonl").write_bytes(line[:kept])
        before = files_of(root)
        assert Case.open(root).head.seq == 3
        assert verify(root, level=1).is_good
        assert files_of(root) == before
        if kept % 40 == 0:
            check_next_write(copied(root, tmp_path / str(kept)), tmp_path / "next.csv", line[:kept])


def check_next_write(root: Path, file: Path, torn: bytes) -> None:
    id = add(Case.open(root), file, "next")
    case = Case.open(root)
    assert case.head.seq == 4
    assert id in {each.id for each in case.evidence()}
    assert verify(root).is_good
    recovered = case.custody()[-1].recovered
    assert (root / recovered.kept).read_bytes() == torn if recovered else torn == b""


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_signed_segment_cut_anywhere_is_damage_and_is_left_alone(small: Path, tmp_path: Path, step: int) -> None:
    root = copied(small, tmp_path)
    for name in ("000003", "000004"):
        path = root / f"ledger/{name}.jsonl"
        whole = path.read_bytes()
        for kept in range(0, len(whole), step):
            path.write_bytes(whole[:kept])
            assert f"ledger/{name}.jsonl" in {defect.file for defect in verify(root, level=0).defects}
        before = files_of(root)
        with pytest.raises(VerificationFailed, match=name):
            add(Case.open(root), tmp_path / "next.csv", "next")
        assert {key: data for key, data in files_of(root).items() if key != "tmp/lock"} == {k: d for k, d in before.items() if k != "tmp/lock"}
        path.write_bytes(whole)


def test_an_entry_without_checkpoint_is_kept_when_it_was_prepared(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    (root / "ledger/000004.checkpoint.json").rename(root / "tmp/prepared-checkpoint.json")
    found = verify(root)
    assert found.is_good
    assert [note.message.id for note in found.notes] == ["case.notes.unfinished", "case.notes.unlisted"]
    add(Case.open(root), tmp_path / "next.csv", "next")
    assert Case.open(root).head.seq == 5
    assert verify(root).is_good


def write_until_killed(root: Path, work: Path, acknowledged: Connection) -> None:
    case = Case.open(root)
    for number in range(10_000):
        acknowledged.send(add(case, work / f"{os.getpid()}-{number}.csv", f"{os.getpid()} {number}"))


def check_kills(root: Path, work: Path, kills: int) -> None:
    rng, acknowledged = random.Random(3), list[str]()
    for _ in range(kills):
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=write_until_killed, args=(root, work, theirs))
        process.start()
        theirs.close()
        time.sleep(rng.uniform(0, 0.12))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        acknowledged += received(ours)
    case = Case.open(root)
    held = {each.id for each in case.evidence()}
    assert set(acknowledged) <= held
    assert acknowledged
    assert verify(root).is_good
    add(case, work / "after.csv", "after")
    assert verify(root).is_good


def received(ours: Connection) -> list[str]:
    found = []
    try:
        while True:
            found.append(ours.recv())
    except EOFError:
        return found
    finally:
        ours.close()


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    check_kills(new_case(tmp_path).path, tmp_path, 24)


@pytest.mark.slow
def test_hundreds_of_killed_writers_lose_nothing(tmp_path: Path) -> None:
    check_kills(new_case(tmp_path).path, tmp_path, 300)


def add_ten(root: Path, work: Path, name: str) -> None:
    for number in range(10):
        add(Case.open(root), work / f"{name}-{number}", f"{name} {number}")


def test_two_writers_at_once_both_write_everything(tmp_path: Path) -> None:
    root = new_case(tmp_path).path
    racers = [FORK.Process(target=add_ten, args=(root, tmp_path, name)) for name in ("one", "two")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert len(Case.open(root).evidence()) == 20
    assert verify(root).is_good


def test_reading_beside_a_busy_writer_sees_no_damage(tmp_path: Path) -> None:
    root = new_case(tmp_path).path
    writer = FORK.Process(target=add_ten, args=(root, tmp_path, "busy"))
    writer.start()
    checks = 0
    while writer.is_alive():
        assert verify(root).defects == ()
        assert len(Case.open(root).evidence()) <= 10
        checks += 1
    writer.join()
    assert checks
    assert verify(root).head == Case.open(root).head


def test_a_second_writer_is_told_who_holds_the_case(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    second = Case.open(case.path).write("add", signer=SIGNER, wait=0)
    with case.write("add", signer=SIGNER), pytest.raises(CaseBusy, match=str(os.getpid())) as caught, second:
        pass
    assert caught.value.hint
    (case.path / "tmp/lock").write_text("a stale owner blocks nobody")
    add(case, tmp_path / "a", "a")


def fill_the_disk(root: Path, work: Path, answer: Connection) -> None:
    case, said = Case.open(root), []
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    for file in ("large", "small"):
        try:
            with case.write("add", signer=SIGNER) as batch:
                batch.seal(work / file)
        except CounterwatchError as error:
            said.append(error.message.id)
    answer.send(said)


def test_a_write_that_the_disk_refuses_is_final_for_this_handle(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    (tmp_path / "large").write_bytes(os.urandom(300_000))
    (tmp_path / "small").write_bytes(b"small")
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=fill_the_disk, args=(case.path, tmp_path, theirs))
    process.start()
    process.join()
    assert ours.recv() == ["case.disk.cannot_write", "case.case.stopped"]
    assert case.head.seq == 1
    assert verify(case.path).is_good
    add(case, tmp_path / "small", "small")
    ours.close()
    theirs.close()
