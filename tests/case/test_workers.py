"""What worker processes do is what is done without them, and a worker that ends early costs nothing but time."""

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from case_examples import ME, SIGNER, copied
from counterwatch.case import Case, Verification, apart, looks, verify, workers
from counterwatch.case.bare.hashing import CHUNK, Tick
from counterwatch.case.verify import WORKERS_LOST
from counterwatch.core import Evidence, UnreadableEvidence
from counterwatch.core.errors import Cancelled, VerificationFailed
from kills import FORK
from seam import Call, watched

SIZES = (0, 1, 500, 501, 60_000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK)
MODES = ("plain", "encrypted")


@contextmanager
def using(count: int) -> Iterator[None]:
    """Use so many workers, however little there is to do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "MANY", 1)
        patch.setattr(workers, "TOGETHER", 3)
        for module in (apart, looks):
            patch.setattr(module, "how_many", lambda: count)
        yield


@pytest.fixture(autouse=True)
def _two_workers() -> Iterator[None]:
    with using(2):
        yield


def files(folder: Path) -> list[Path]:
    """Files of all sorts of sizes, some with the same content, one with a name that is not UTF-8, one with two names."""
    folder.mkdir()
    rng = random.Random(8)
    made = [folder / f"{number}.bin" for number in range(3 * len(SIZES))]
    for number, path in enumerate(made):
        rng = random.Random(number % 20)  # the last ten are the first ten once more
        path.write_bytes(rng.randbytes(SIZES[number % len(SIZES)]))
    strange = Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt"))
    strange.write_text("plain text")
    os.link(strange, folder / "again.txt")
    return [*made, strange, folder / "again.txt"]


def made(folder: Path, mode: str) -> Case:
    return Case.create(folder / "case", plain=mode == "plain", signer=SIGNER, identity=ME)


def seal(case: Case, paths: list[Path]) -> list[Evidence]:
    with case.write("add", signer=SIGNER) as batch:
        return batch.seal_all(paths)


def checked(root: Path) -> Verification:
    return verify(root, identity=ME)


@pytest.mark.parametrize("mode", MODES)
def test_many_files_are_sealed_as_they_are(tmp_path: Path, mode: str) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    sealed = seal(case, paths)
    assert [case.content(object) for object in objects_of(case, sealed)] == [path.read_bytes() for path in paths]
    assert checked(case.path).is_good
    assert len({each.id for each in sealed}) == len({path.read_bytes() for path in paths})
    names = [os.fsdecode(each.exact_name) for event in case.custody() for each in event.sealed]
    assert names == [path.name for path in paths]


def objects_of(case: Case, sealed: list[Evidence]) -> list[str]:
    with case.reading() as asked:
        known = asked.sealed()
    return [known[each.id].object for each in sealed]


@pytest.mark.parametrize("mode", MODES)
def test_with_and_without_workers_files_are_described_alike(tmp_path: Path, mode: str) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    here = copied(case.path, tmp_path)
    apart_ = seal(case, paths)
    with using(0):
        alone = seal(Case.open(here, identity=ME), paths)
    assert apart_ == alone
    events = [each.custody()[-1].sealed for each in (case, Case.open(here, identity=ME))]
    assert events[0] == events[1]


@pytest.mark.parametrize("mode", MODES)
def test_what_is_sealed_again_is_the_same_object(tmp_path: Path, mode: str) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    first = objects_of(case, seal(case, paths))
    before = {path.name for path in (case.path / "objects").rglob("*") if path.is_file()}
    again = seal(case, paths)
    after = {path.name for path in (case.path / "objects").rglob("*") if path.is_file()}
    assert objects_of(case, again) == first
    assert len(after - before) == 2  # pack and body
    assert checked(case.path).is_good


@pytest.mark.parametrize("mode", MODES)
def test_a_damaged_object_is_not_spoken_of_again(tmp_path: Path, mode: str) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    name = objects_of(case, seal(case, paths))[8]
    flip(case.layout.object(name), 2 * CHUNK)
    with pytest.raises(VerificationFailed, match=name):
        seal(case, paths)
    assert len(case.ledger().entries) == 2


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "flipped": lambda path: flip(path, path.stat().st_size // 2),
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"0"),
    "missing": lambda path: path.unlink(),
    "a folder": make_folder,
    "a link": make_link,
    "a pipe": make_pipe,
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named_in_the_same_words_as_without_workers(tmp_path: Path, mode: str, damage: str) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    for name in {objects_of(case, seal(case, paths))[number] for number in (3, 9)}:
        DAMAGES[damage](case.layout.object(name))
    found = checked(case.path)
    with using(0):
        alone = checked(case.path)
    assert (found.defects, found.levels, found.standing) == (alone.defects, alone.levels, alone.standing)
    assert len({each.file for each in found.defects}) == 2
    # With a key and without, as far as that goes.
    assert {each.file for each in verify(case.path, level=1).defects} == {each.file for each in found.defects}


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """Kill the worker that is asked for the so many-th time, each time from then on."""
    asked, real = [0], workers.Worker.ask

    def ask(self: workers.Worker, portion: workers.Portion, tick: Tick) -> "list[object] | None":
        asked[0] += 1
        if asked[0] >= number:
            os.kill(self.pid, signal.SIGKILL)
        return real(self, portion, tick)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers.Worker, "ask", ask)
        yield


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_verification_says_that_workers_died_and_misses_nothing(tmp_path: Path, number: int) -> None:
    case, paths = made(tmp_path, "encrypted"), files(tmp_path / "files")
    damaged = set(objects_of(case, seal(case, paths))[3:6])
    with killed_at(number):
        found = checked(case.path)
    assert found.is_good
    assert WORKERS_LOST.id in {each.message.id for each in found.notes}
    for name in damaged:
        flip(case.layout.object(name), 300)
    with killed_at(number):
        assert {Path(each.file).name for each in checked(case.path).defects} == damaged


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("number", [1, 2, 4, 8])
def test_all_files_are_sealed_though_workers_die(tmp_path: Path, mode: str, number: int) -> None:
    case, paths = made(tmp_path, mode), files(tmp_path / "files")
    with killed_at(number):
        sealed = seal(case, paths)
    assert [case.content(object) for object in objects_of(case, sealed)] == [path.read_bytes() for path in paths]
    assert checked(case.path).is_good
    assert list(case.layout.tmp.glob("batch-*")) == []


@pytest.mark.parametrize("after", [0.05, 0.1, 0.2, 0.4])
def test_killed_alone_a_writer_leaves_no_worker_that_disturbs_the_next(tmp_path: Path, after: float) -> None:
    case, paths = made(tmp_path, "encrypted"), files(tmp_path / "files")
    process = FORK.Process(target=seal, args=(case, paths))
    process.start()
    process.join(after)
    process.kill()
    process.join()
    # Its workers hold the lock until they are gone: this waits for them.
    sealed = seal(Case.open(case.path, identity=ME), paths)
    assert {each.sha256 for each in sealed} <= {each.sha256 for each in Case.open(case.path, identity=ME).evidence()}
    found = checked(case.path)
    assert found.defects == ()
    # Killed between the objects and the entry, a write leaves objects that no entry speaks of: told, and harmless.
    assert {each.message.id for each in found.notes} <= {"case.notes.unlisted"}


def test_every_object_is_in_its_place_before_the_disk_is_synced_and_the_entry_written(tmp_path: Path) -> None:
    case, paths = made(tmp_path, "encrypted"), files(tmp_path / "files")
    calls: list[Call] = []
    with watched(case.path, before=calls.append, after=lambda _call, _done: None):
        seal(case, paths)
    names = [each.name for each in calls]
    synced, appended = names.index("syncfs"), next(number for number, each in enumerate(calls) if each.path.endswith("000002.jsonl"))
    placed = {Path(each.target).name for each in calls[:synced] if each.name == "rename"}
    assert placed == set(case.ledger().entries[-1].entry.objects)
    assert synced < appended


def test_a_disk_that_refuses_a_worker_refuses_the_whole(tmp_path: Path) -> None:
    case, paths = made(tmp_path, "encrypted"), files(tmp_path / "files")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * CHUNK, limits[1]))
    try:
        with pytest.raises(Exception, match="cannot write to"):
            seal(case, paths)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert checked(case.path).is_good
    assert Case.open(case.path, identity=ME).evidence() == []


def test_what_is_no_plain_file_is_refused_by_name(tmp_path: Path) -> None:
    case, paths = made(tmp_path, "plain"), files(tmp_path / "files")
    link = tmp_path / "files/link"
    link.symlink_to(paths[0])
    with pytest.raises(UnreadableEvidence, match="link is a symbolic link"):
        seal(case, [*paths, link])
    assert case.evidence() == []


def test_a_call_that_is_stopped_keeps_nothing_and_leaves_no_process(tmp_path: Path) -> None:
    case, paths = made(tmp_path, "encrypted"), files(tmp_path / "files")
    asked = count()
    with pytest.raises(Cancelled), case.write("add", signer=SIGNER, cancel=lambda: next(asked) > 5) as batch:
        batch.seal_all(paths)
    assert case.evidence() == []
    assert children() == set()


def children() -> set[int]:
    """Return the processes that this one started and that are not gone."""
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if "counterwatch.case" in line}


def test_a_worker_loads_next_to_nothing() -> None:
    program = workers.BOOT.rpartition("main()")[0] + "print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program, *workers.places()], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] if not name.startswith("counterwatch") else name for name in done.stdout.split()}
    ours = {name for name in loaded if name.startswith("counterwatch")}
    assert all(name in ("counterwatch", "counterwatch.case") or name.startswith("counterwatch.case.bare") for name in ours), ours
    assert loaded - ours <= {*sys.stdlib_module_names, "__main__", "pyrage", "cryptography"}
