"""Whatever byte of an encrypted case is flipped: what is intact comes along byte for byte, nothing is invented, what was erased stays away."""

import random
from pathlib import Path

import pytest

from case_examples import ME, PLACES, copied, encrypted_case, files_of
from counterwatch.case import Case, Identity, Signer, add_recipient, verify
from counterwatch.case.entries import Entry
from counterwatch.case.pack import Gone, read_pack
from counterwatch.case.records import CaseRecords
from counterwatch.case.rescue import rescue
from counterwatch.core import Record, canonical, sha256_hex

RESCUER = Signer.new()
FRIEND = Identity.new()
NOTES = {"a": "ئۈرۈمچى".encode(), "c": "护照, ལྷ་ས".encode()}
SECRET = "told in confidence, 车站后面的店"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pieces of evidence with a run each (entries 2 to 4), three notes (5), one of them erased (6)."""
    root = encrypted_case(tmp_path_factory.mktemp("encrypted"))
    records = CaseRecords(Case.open(root, identity=ME), lambda: ME.signer)
    records.append(
        Record(id=id, kind="note", data={"text": text}, searchable=("text",)) for id, text in (("a", "ئۈرۈمچى"), ("c", "护照, ལྷ་ས"), ("b", SECRET))
    )
    records.erase("b", "consent withdrawn")
    return root


Told = tuple[dict[str, bytes], ...]


def told(case: Case) -> Told:
    """Return what a case holds in words that do not depend on its keys: evidence, tables of findings, notes, subjects of runs."""
    runs = case.runs()
    tables = {each.sha256: table for stored in runs for each in stored.run.findings[0].attachments if (table := table_of(case, each.sha256))}
    notes = {each.id: str(each.data["text"]).encode() for each in CaseRecords(case, lambda: RESCUER).current("note")}
    return (
        {each.name: content_of(case, each.id) for each in case.evidence()},
        tables,
        notes,
        {each.run.findings[0].subject: canonical(each.run.findings[0].statement) for each in runs},
    )


def content_of(case: Case, id: str) -> bytes:
    data = case.evidence_source(id)
    assert isinstance(data, bytes)
    return data


def table_of(case: Case, sha256: str) -> bytes | None:
    with case.reading() as asked:
        name = asked.object_of(sha256)
    return case.content(name) if name else None


def parts(root: Path) -> dict[str, str]:
    """Say of each file of ledger and objects what it is."""
    found = {name: "ledger" for name in files_of(root) if name.startswith("ledger/")}
    for placed in Case.open(root, identity=ME).ledger().entries:
        names = placed.entry.objects
        kinds = ["pack", "body", *(["evidence", "table", "run"] if placed.entry.verb == "figures" else ["slimmer"] * (len(names) - 2))]
        found |= {f"objects/{name[:2]}/{name}": kind for name, kind in zip(names, kinds, strict=True)}
    return {name: kind for name, kind in found.items() if (root / name).is_file()}


def flipped(root: Path, name: str, place: float, bit: int) -> None:
    path = root / name
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1 << bit
    path.write_bytes(data)


def rescued(root: Path, new: Path, *, unsigned: bool) -> Told:
    before = files_of(root)
    case, saved = rescue(root, new, signer=RESCUER, identity=ME, unsigned=unsigned)
    assert files_of(root) == before
    assert verify(case.path, identity=ME).is_good
    # Read with the fresh eyes of whoever opens it next.
    found = told(Case.open(case.path, identity=ME))
    assert [story == saved.story for event in case.custody() for story in event.rescues] == [True]
    return found


LOSES = {"evidence": (1, 0, 0, 0), "table": (0, 1, 0, 0), "run": (0, 0, 0, 1)}


def check_flips(whole: Path, folder: Path, count: int, seed: int) -> None:
    rng, all_of = random.Random(seed), told(Case.open(whole, identity=ME))
    places = list(parts(whole).items())
    rng.shuffle(places)
    for number, (name, kind) in enumerate((places * (count // len(places) + 1))[:count]):
        root = copied(whole, made(folder / str(number)))
        flipped(root, name, rng.random(), rng.randrange(8))
        signed, asked = (rescued(root, root.parent / str(unsigned), unsigned=unsigned) for unsigned in (False, True))
        for found in (signed, asked):
            for here, there in zip(found, all_of, strict=True):
                invented = [each for each in here if here[each] != there.get(each)]
                assert invented == [], (name, kind)
        lost = tuple(len(there) - len(here) for here, there in zip(asked, all_of, strict=True))
        if kind in ("ledger", "pack"):
            assert lost == (0, 0, 0, 0), (name, kind)
        elif kind in LOSES:
            # A table is only reached by its run.
            assert lost == LOSES[kind] or (kind == "run" and lost == (0, 1, 0, 1)), (name, kind, lost)
        else:
            assert lost[0] <= 1, (name, kind, lost)
            assert lost[3] <= 1, (name, kind, lost)


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def test_what_is_intact_comes_along_and_nothing_else_whatever_byte_is_flipped(whole: Path, tmp_path: Path) -> None:
    check_flips(whole, tmp_path, len(parts(whole)) // 2, seed=1)


@pytest.mark.slow
def test_the_same_of_three_hundred_bytes(whole: Path, tmp_path: Path) -> None:
    check_flips(whole, tmp_path, 300, seed=2)


def test_what_is_compared_is_all_there(whole: Path) -> None:
    evidence, tables, notes, runs = told(Case.open(whole, identity=ME))
    assert (set(evidence), len(tables), notes, set(runs)) == ({f"{place}.csv" for place in PLACES}, 3, NOTES, set(PLACES))


def test_of_a_change_of_recipients_that_nobody_vouches_for_only_what_fits_is_believed(whole: Path, tmp_path: Path) -> None:
    root = copied(whole, tmp_path)
    all_of = told(Case.open(root, identity=ME))
    add_recipient(Case.open(root, identity=ME), FRIEND.recipient, signer=ME.signer)
    flipped(root, f"ledger/{len(Case.open(root).ledger().entries):06d}.checkpoint.json", 0.5, 0)
    evidence, _tables, notes, runs = rescued(root, tmp_path / "signed", unsigned=False)
    # The content of evidence and the commitments of records are signed elsewhere; nothing else says that a run is the one that was signed.
    assert (evidence, notes, runs) == (all_of[0], NOTES, {})
    assert rescued(root, tmp_path / "asked", unsigned=True) == all_of


@pytest.mark.parametrize("unsigned", [False, True])
def test_another_content_put_in_the_place_of_evidence_is_not_taken_for_it(whole: Path, tmp_path: Path, unsigned: bool) -> None:
    """Whoever knows the public keys can encrypt something else to them, and write a line that says it replaced the evidence."""
    root = copied(whole, tmp_path)
    case = Case.open(root, identity=ME)
    entries = case.ledger().entries
    old, last = entries[1].entry.objects[2], entries[-1].entry
    with case.write("view", signer=ME.signer) as batch:
        other = batch.put(b"day,cases\n2020-03-01,0\n")
    case.layout.segment(last.seq + 1).unlink()
    case.layout.checkpoint(last.seq + 1).unlink()
    pack, line = forged(last, case.layout.segment(last.seq).read_bytes()[:-1], [Gone(gone=old, now=other)], other)
    for path, data in ((case.layout.object(sha256_hex(pack)), pack), (case.layout.object(sha256_hex(b"")), b"")):
        made(path.parent) if not path.parent.exists() else None
        path.write_bytes(data)
    case.layout.segment(last.seq + 1).write_bytes(line)
    case.layout.object(old).unlink()
    assert read_pack(pack).gone[0].now == other
    evidence, *_rest = rescued(root, tmp_path / "new", unsigned=unsigned)
    assert set(evidence) == {"Hunan.csv", "Henan.csv"}


def forged(after: Entry, line: bytes, gone: list[Gone], other: str) -> tuple[bytes, bytes]:
    pack = b"".join(canonical(each) + b"\n" for each in ({"body": sha256_hex(b""), "pack": 1, "slots": 0}, *gone))
    entry = {
        "v": 1, "seq": after.seq + 1, "prev": sha256_hex(line), "time": after.time, "signer": after.signer, "verb": "rekey",
        "objects": [sha256_hex(pack), sha256_hex(b""), other],
    }  # fmt: skip
    return pack, canonical(entry) + b"\n"
