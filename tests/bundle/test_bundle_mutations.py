"""A stranger's bundle, whatever it holds, is refused by name or means what it meant, and nothing is written outside of the case."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bundle_examples import exported, filled_case, incident, opened
from bundle_mutations import mutated, rebagged, tampered_zip, write_folder, write_zip
from case_examples import SIGNER, files_of
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.api.bundle_import import import_bundle
from counterwatch.api.foreign import foreign_runs
from counterwatch.api.incidents import record_of
from counterwatch.case import Case, Identity, Signer, add_recipient, make_identity, verify
from counterwatch.case.records import CaseRecords
from counterwatch.core.errors import CounterwatchError

ME, FRIEND = Signer.new(), Signer.new()
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = {"os.rename": (0, 1), "os.mkdir": (0,), "os.link": (0, 1), "os.symlink": (1,), "os.remove": (0,), "os.rmdir": (0,), "os.chmod": (0,)}
WATCHED: list[tuple[str, str]] = []
IS_WATCHING: list[bool] = []


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if not IS_WATCHING:
        return
    if event == "open" and isinstance(given[0], str | bytes) and (given[2] or 0) & WRITES:
        WATCHED.append((event, os.fsdecode(given[0])))
    elif event in CHANGING:
        WATCHED.extend((event, os.fsdecode(given[place])) for place in CHANGING[event] if isinstance(given[place], str | bytes | os.PathLike))


sys.addaudithook(_watch)


@contextmanager
def watched(*inside: Path) -> Iterator[None]:
    """Fail where anything was written outside of some folders, as the interpreter itself reports it."""
    WATCHED.clear()
    IS_WATCHING.append(True)
    try:
        yield
    finally:
        IS_WATCHING.clear()
    roots = [os.path.realpath(each) + "/" for each in inside]
    elsewhere = [
        (event, path)
        for event, path in WATCHED
        if Path(path).is_absolute() and not (os.path.realpath(path) + "/").startswith(tuple(roots)) and path != os.devnull
    ]
    assert elsewhere == []


class World:
    """A case of one's own, and a friend's bundle: as it is, and what it means once it came in."""

    def __init__(self, folder: Path, *, plain: bool = True) -> None:
        self.folder, self.me = folder, None if plain else Identity.new()
        theirs = filled_case(folder, plain=plain)
        if self.me:
            add_recipient(opened(theirs), self.me.recipient, signer=SIGNER)
        self.bundle = exported(theirs, folder / "bundle")
        self.zip = exported(theirs, folder / "bundle.zip").read_bytes()
        self.files = files_of(self.bundle)
        self.own = Case.create(folder / "own", plain=plain, signer=None if self.me else Signer.load(), identity=self.me)
        CaseRecords(self.own, lambda: self.me.signer if self.me else Signer.load()).append(
            [record_of(incident("CW-1", summary="as I know it")), record_of(incident("CW-9"))]
        )
        self.before = self._state(self.own)
        shutil.copytree(self.own.path, folder / "good")
        import_bundle(self.bundle, case=Case.open(folder / "good", identity=self.me))
        self.meant = meaning(Case.open(folder / "good", identity=self.me))

    @staticmethod
    def _state(case: Case) -> dict[str, bytes]:
        return {path: data for path, data in files_of(case.path).items() if path != "tmp/lock"}

    def tried(self, place: Path, *, is_signed: bool) -> str:
        """Import what lies at a place, hold what came of it against what may, and put the case back as it was."""
        case = Case.open(self.own.path, identity=self.me)
        # What is not encrypted is worked with in memory where the case is.
        with watched(self.own.path, *[Path("/dev/shm")] * (self.me is not None)):
            is_refused = refuses(case, place)
        if is_refused:
            assert self._state(case) == self.before
            return "refused"
        after = Case.open(self.own.path, identity=self.me)
        assert verify(after.path, identity=self.me).is_good
        self._check_meaning(after, is_signed=is_signed)
        shutil.rmtree(self.own.path)
        for path, data in self.before.items():
            (self.own.path / path).parent.mkdir(parents=True, exist_ok=True)
            (self.own.path / path).write_bytes(data)
        return "taken"

    def _check_meaning(self, case: Case, *, is_signed: bool) -> None:
        if not is_signed:
            assert meaning(case) == self.meant
        records = CaseRecords(case)
        assert next(each.data["summary"] for each in records.history("incident/CW-1")) == "as I know it"
        assert next(iter(records.history("incident/CW-9"))).data["summary"] == "windows broken"
        assert case.runs() == []


def refuses(case: Case, place: Path) -> bool:
    """Is a bundle refused by an error that says what is wrong? Any other is raised."""
    try:
        import_bundle(place, case=case)
    except CounterwatchError as error:
        return bool(str(error.message))
    return False


def verifies(place: Path) -> bool:
    """Does a bundle verify? An error that does not say what is wrong is raised."""
    try:
        with watched(Path(tempfile.gettempdir()), Path("/dev/shm")):
            return verify_bundle(place).is_good
    except CounterwatchError as error:
        return not str(error.message)


def meaning(case: Case) -> Any:
    records = CaseRecords(case)
    kinds = {kind: [(each.id, each.data) for each in records.current(kind)] for kind in ("incident", "statement", "takedown")}
    conflicts = [(each.data["record"], each.data["theirs"]) for each in records.current("conflict")]
    own = sorted(each.sha256 or "" for each in case.evidence() if not each.name.startswith("custody-"))
    return kinds, conflicts, own, [each.run for each in foreign_runs(case)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, home_of_the_session: None) -> World:
    folder = tmp_path_factory.mktemp("world")
    os.environ["COUNTERWATCH_HOME"] = str(folder / "home")
    return World(folder)


@pytest.fixture(autouse=True)
def one_home(world: World, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("COUNTERWATCH_HOME", str(world.folder / "home"))


@pytest.fixture(scope="module")
def secret_world(tmp_path_factory: pytest.TempPathFactory, world: World) -> World:
    return World(tmp_path_factory.mktemp("secret"), plain=False)


def try_one(world: World, folder: Path, seed: int) -> str:
    """Make and try one mutated bundle; the seed alone says which."""
    rng = random.Random(seed)
    kind, place = rng.choice(("folder", "folder", "zip", "trick", "signed", "signed", "signed zip")), folder / str(seed)
    if kind == "trick":
        place = place.with_suffix(".zip")
        place.write_bytes(tampered_zip(world.zip, rng))
    elif kind.startswith("signed"):
        files = rebagged(mutated(world.files, rng) | {"bag-info.txt": world.files["bag-info.txt"]}, FRIEND)
        place = write_folder(files, place) if kind == "signed" else write_zip(files, place.with_suffix(".zip"))
    else:
        files = mutated(world.files, rng)
        place = write_folder(files, place) if kind == "folder" else write_zip(files, place.with_suffix(".zip"))
    if seed % 4 == 0:
        verifies(place)
    outcome = world.tried(place, is_signed=kind.startswith("signed"))
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    return f"{kind}: {outcome}"


def try_many(world: World, folder: Path, seeds: range, record: Any) -> None:
    found = Counter(try_one(world, folder, seed) for seed in seeds)
    for name, count in sorted(found.items()):
        record(f"mutated bundles, {name}", count)
    assert sum(count for name, count in found.items() if name.endswith("refused")) > len(seeds) / 2


def test_what_was_not_tampered_with_is_taken(world: World, tmp_path: Path) -> None:
    assert world.tried(write_folder(world.files, tmp_path / "same"), is_signed=False) == "taken"
    assert world.tried(write_zip(world.files, tmp_path / "same.zip"), is_signed=False) == "taken"
    assert world.tried(write_folder(rebagged(world.files, FRIEND), tmp_path / "signed"), is_signed=True) == "taken"


def test_mutated_bundles_are_refused_by_name_or_mean_the_same(world: World, tmp_path: Path, record_property: Any) -> None:
    try_many(world, tmp_path, range(150), record_property)


def test_mutated_bundles_of_encrypted_cases_are_refused_by_name_or_mean_the_same(secret_world: World, tmp_path: Path, record_property: Any) -> None:
    try_many(secret_world, tmp_path, range(400, 460), record_property)


@pytest.mark.slow
def test_a_thousand_mutated_bundles_of_encrypted_cases(secret_world: World, tmp_path: Path, record_property: Any) -> None:
    try_many(secret_world, tmp_path, range(20_000, 21_000), record_property)


@pytest.mark.slow
@pytest.mark.parametrize("portion", range(10))
def test_ten_thousand_mutated_bundles(world: World, tmp_path: Path, portion: int, record_property: Any) -> None:
    try_many(world, tmp_path, range(1000 + portion * 1000, 2000 + portion * 1000), record_property)


def test_what_comes_in_open_reaches_no_disk_of_an_encrypted_case_in_the_clear(world: World, tmp_path: Path) -> None:
    me = Identity.new()
    case = Case.create(tmp_path / "secret", identity=me)
    with watched(case.path, Path("/dev/shm")):
        import_bundle(world.bundle, case=case)
    written = {path for event, path in WATCHED if event == "open"}
    assert any(path.startswith("/dev/shm/") and path.endswith("data/case/case.json") for path in written)
    assert not any(path.startswith(str(case.path)) and ("/data/" in path or path.endswith(".zip")) for path in written)
    assert len([*CaseRecords(Case.open(case.path, identity=me)).current("incident")]) == 2


def test_a_plain_case_lies_nowhere_in_the_clear_while_it_is_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("COUNTERWATCH_HOME", str(home))
    theirs = filled_case(tmp_path)
    place = tmp_path / "out"
    place.mkdir()
    identity = make_identity("long words that nobody guesses")
    monkeypatch.setattr("counterwatch.api.bundle.own_identity", lambda: identity)
    with watched(place, Path("/dev/shm"), theirs.path):
        exported(theirs, place / "travel.zip", copy="travel")
    assert {Path(path).name for event, path in WATCHED if event == "open" and path.startswith(str(place))} <= {"ready", "sealed.age"}
    assert verify_bundle(place / "travel.zip", identity=identity).is_good


def test_the_watch_would_see_a_write_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with watched(tmp_path / "in"):
        (tmp_path / "in/file").write_text("x")
    for write in (
        lambda: (tmp_path / "out").write_text("x"),
        lambda: (tmp_path / "in/file").rename(tmp_path / "gone"),
        (tmp_path / "d").mkdir,
    ):
        with pytest.raises(AssertionError), watched(tmp_path / "in"):
            write()
