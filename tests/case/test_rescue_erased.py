"""A rescue tells what was erased on purpose from what was lost, brings back nothing that was erased, and believes no erasure that nobody signed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from case_examples import SIGNER, files_of
from counterwatch.case import Case, Identity, Signer, Verification, verify
from counterwatch.case.entries import Entry
from counterwatch.case.notes import ERASED_THERE, LOST_THERE
from counterwatch.case.pack import Gone, read_pack
from counterwatch.case.records import CaseRecords
from counterwatch.case.rescue import Saved, rescue
from counterwatch.core import Record, canonical, sha256_hex

SECRET = "the shop behind the station, 车站后面的店"
LEAK = b"day,cases\n2020-03-01,123456789\n" * 9
RESCUER = Signer.new()


class Erased:
    """Seven entries: notes (2, 3), two files (4, 5), the note b erased (6), the file Hunan.csv erased (7)."""

    def __init__(self, folder: Path, identity: Identity | None) -> None:
        self.folder, self.identity, self.signer = folder, identity, identity.signer if identity else SIGNER
        self.case = Case.create(folder / "case", plain=identity is None, signer=self.signer, identity=identity)
        self.records = CaseRecords(self.case, lambda: self.signer)
        self.records.append([note("a"), note("b", SECRET), note("c", "ལྷ་ས")])
        self.records.append([note("d", "ئۈرۈمچى"), note("b", SECRET + " again", 2)])
        self.seal("Hubei.csv", b"day,cases\n2020-03-01,7\n" * 40)
        self.seal("Hunan.csv", LEAK)
        self.hubei, self.hunan = self.case.evidence()
        self.before = {path.name: path.read_bytes() for path in (self.case.path / "objects").rglob("*") if path.is_file()}
        self.records.erase("b", "consent withdrawn", authority="the person")
        self.records.erase(self.hunan.id, "sent by mistake")

    def seal(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)
        with self.case.write("add", signer=self.signer) as batch:
            batch.seal(self.folder / name)

    def entry(self, seq: int) -> Entry:
        return self.case.ledger().entries[seq - 1].entry

    def object(self, seq: int, position: int) -> Path:
        return self.case.layout.object(self.entry(seq).objects[position])

    def rescued(self, name: str = "new", *, unsigned: bool = False) -> tuple[Case, Saved, Verification]:
        before = files_of(self.case.path)
        case, saved = rescue(self.case.path, self.folder / name, signer=RESCUER, identity=self.identity, unsigned=unsigned)
        found = verify(case.path, identity=self.identity)
        assert files_of(self.case.path) == before
        assert found.is_good, found.defects
        return case, saved, found

    def secrets_in(self, case: Case) -> list[str]:
        """Look for what was erased, in every file, and in what the key opens."""
        held = [*files_of(case.path).values(), *(case.content(name) for name in listed(case) if is_content(case, name))]
        return [what for what in (SECRET, LEAK.decode()[:60]) if any(what.encode() in data for data in held)]


def is_content(case: Case, name: str) -> bool:
    data = case.object_path(name).read_bytes()
    return not case.case_file.is_encrypted or data.startswith(b"age-encryption.org/")


def listed(case: Case) -> set[str]:
    return {name for placed in case.ledger().entries for name in placed.entry.objects}


def note(id: str, text: str = "x", version: int = 1) -> Record:
    return Record(id=id, kind="note", version=version, data={"text": text}, searchable=("text",))


def flip(path: Path, position: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if position is None else position] ^= 1
    path.write_bytes(data)


def notes_in(case: Case) -> list[str]:
    return sorted(each.id for each in CaseRecords(case, lambda: RESCUER).current("note"))


@pytest.fixture(params=["plain", "encrypted"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Erased:
    return Erased(tmp_path, Identity.new() if request.param == "encrypted" else None)


def test_what_was_erased_is_told_as_erased_and_what_is_damaged_as_lost(old: Erased) -> None:
    flip(old.object(4, 2))
    case, saved, found = old.rescued()
    assert {name: str(what) for name, what in saved.story.objects.items()} == {old.entry(4).objects[2]: "Hubei.csv"}
    said = [(each.seq, len(each.slots), each.reason, each.authority) for each in saved.story.erased]
    assert said == [
        (6, 1, "consent withdrawn", "the person"), (6, 1, "consent withdrawn", "the person"),
        (7, 1, "sent by mistake", ""), (7, 0, "sent by mistake", ""),
    ]  # fmt: skip
    assert saved.story.erased[-1].gone == old.entry(5).objects[2]
    assert (case.custody()[-1].rescues, notes_in(case), case.evidence()) == ((saved.story,), ["a", "c", "d"], [])
    assert [(each.message.id, each.message.params["n"]) for each in found.notes] == [(ERASED_THERE.id, 2), (ERASED_THERE.id, 1), (LOST_THERE.id, 1)]
    assert old.secrets_in(case) == []


def test_where_nothing_is_lost_nothing_is_called_lost(old: Erased) -> None:
    flip(old.case.path / "VERIFY.txt")
    case, saved, found = old.rescued()
    assert (saved.story.objects, saved.story.entries, notes_in(case)) == ({}, (), ["a", "c", "d"])
    assert [each.message.id for each in found.notes] == [ERASED_THERE.id, ERASED_THERE.id]
    assert [each.name for each in case.evidence()] == ["Hubei.csv"]


@pytest.mark.parametrize("unsigned", [False, True])
def test_what_was_erased_and_put_back_by_somebody_does_not_come_along(old: Erased, unsigned: bool) -> None:
    old.records.append([note("e")])
    for name, data in old.before.items():
        path = old.case.layout.object(name)
        if not path.exists():
            path.write_bytes(data)
    assert not verify(old.case.path, identity=old.identity).is_good
    case, saved, _found = old.rescued(unsigned=unsigned)
    assert (notes_in(case), [each.name for each in case.evidence()]) == (["a", "c", "d", "e"], ["Hubei.csv"])
    assert (old.secrets_in(case), {each.seq for each in saved.story.erased}) == ([], {6, 7})


def test_without_the_entry_that_erased_them_nothing_else_of_those_bodies_is_lost(old: Erased) -> None:
    flip(old.case.layout.segment(6))
    case, saved, _found = old.rescued()
    assert (notes_in(case), saved.story.entries) == (["a", "c", "d"], (6,))
    assert {each.seq for each in saved.story.erased} == {7}


@pytest.mark.parametrize("unsigned", [False, True])
def test_an_entry_whose_hash_a_later_signed_one_carries_still_erases(old: Erased, unsigned: bool) -> None:
    flip(old.case.layout.checkpoint(6))
    case, saved, _found = old.rescued(unsigned=unsigned)
    assert ([each.seq for each in saved.story.erased], notes_in(case)) == ([6, 6, 7, 7], ["a", "c", "d"])


def test_a_damaged_pack_of_an_erasure_hides_neither_erasure_nor_the_rest(old: Erased) -> None:
    flip(old.object(6, 0))
    for seq in (2, 3):
        name = old.entry(seq).objects[1]
        old.case.layout.object(name).write_bytes(old.before[name])
    case, saved, _found = old.rescued()
    assert ([each.seq for each in saved.story.erased if each.reason], notes_in(case)) == ([6, 6, 7, 7], ["a", "c", "d"])
    # The bodies that came back stay in the damaged folder.
    assert old.secrets_in(case) == []


def test_of_a_slimmer_body_that_is_damaged_only_the_damaged_record_is_lost(old: Erased) -> None:
    (slimmer,) = [each.now for each in read_pack(old.object(6, 0).read_bytes()).gone if each.gone == old.entry(2).objects[1]]
    path = old.case.layout.object(slimmer or "")
    lines = path.read_bytes().split(b"\n")
    place = [position for position, line in enumerate(lines) if line][-1]
    lines[place] = lines[place].replace(b'":"', b'":"x', 1)
    path.write_bytes(b"\n".join(lines))
    case, saved, _found = old.rescued()
    assert (notes_in(case), [each.seq for each in saved.story.erased]) == (["a", "d"], [6, 6, 7, 7])
    assert {name: str(what) for name, what in saved.story.objects.items()}[slimmer or ""] == "records"


def forged(entry_after: Entry, line: bytes, gone: list[Gone], body: bytes) -> tuple[bytes, bytes]:
    """Return pack and ledger line of somebody who has no key."""
    pack = b"".join(canonical(each) + b"\n" for each in ({"body": sha256_hex(body), "pack": 1, "slots": 0}, *gone))
    entry = {
        "v": 1, "seq": entry_after.seq + 1, "prev": sha256_hex(line), "time": entry_after.time, "signer": entry_after.signer, "verb": "erase",
        "objects": [sha256_hex(pack), sha256_hex(body)],
    }  # fmt: skip
    return pack, canonical(entry) + b"\n"


def with_checkpoint(old: Erased) -> None:
    old.case.layout.checkpoint(8).write_bytes(old.case.layout.checkpoint(7).read_bytes())


@pytest.mark.parametrize("finish", [lambda _old: None, with_checkpoint])
@pytest.mark.parametrize("unsigned", [False, True])
def test_an_erasure_that_nobody_signed_hides_nothing(old: Erased, unsigned: bool, finish: Callable[[Erased], None]) -> None:
    intact = {name for seq in range(1, 6) for name in old.entry(seq).objects if old.case.layout.object(name).exists()}
    gone = [Gone(gone=name, now=None) for name in sorted(intact)]
    pack, line = forged(old.entry(7), old.case.layout.segment(7).read_bytes()[:-1], gone, b"")
    for data in (pack, b""):
        path = old.case.layout.object(sha256_hex(data))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    old.case.layout.segment(8).write_bytes(line)
    finish(old)
    case, saved, _found = old.rescued(unsigned=unsigned)
    assert (notes_in(case), [each.name for each in case.evidence()]) == (["a", "c", "d"], ["Hubei.csv"])
    assert {each.seq for each in saved.story.erased} == {6, 7}


def test_a_case_that_was_rescued_and_rescued_again_still_says_what_was_erased(old: Erased) -> None:
    flip(old.case.path / "VERIFY.txt")
    first, saved, _found = old.rescued()
    flip(first.path / "VERIFY.txt")
    second, _saved = rescue(first.path, old.folder / "second", signer=RESCUER, identity=old.identity)
    assert [story.erased for story in second.custody()[-1].rescues] == [(), saved.story.erased]
    assert verify(second.path, identity=old.identity).is_good
