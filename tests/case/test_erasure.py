import random
import shutil
from pathlib import Path

import pytest

from case_examples import SIGNER, files_of, run_about
from counterwatch.case import Case, Signer, rebuild_index, verify
from counterwatch.case.identity import Identity
from counterwatch.case.pack import Gone
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, WrongUsage

SECRET = "the shop behind the station, 车站后面的店"


class Kept:
    """A case with five notes in two packs, plain or encrypted."""

    def __init__(self, folder: Path, identity: Identity | None) -> None:
        self.identity, self.signer = identity, identity.signer if identity else SIGNER
        self.case = Case.create(folder / "case", plain=identity is None, signer=self.signer, identity=identity)
        self.records = CaseRecords(self.case, lambda: self.signer)
        self.records.append([note("a"), note("b", SECRET), note("c")])
        self.records.append([note("d"), note("b", SECRET + " again", 2)])

    def verified(self, level: int = 2) -> tuple[bool, list[str]]:
        found = verify(self.case.path, identity=self.identity, level=level)
        return found.is_good, [defect.message.id for defect in found.defects]

    def body(self, seq: int) -> Path:
        return self.case.layout.object(self.case.ledger().entries[seq - 1].entry.objects[1])


def note(id: str, text: str = "x", version: int = 1) -> Record:
    return Record(id=id, kind="note", version=version, data={"text": text}, searchable=("text",))


@pytest.fixture(params=["plain", "encrypted"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    return Kept(tmp_path, Identity.new() if request.param == "encrypted" else None)


def test_an_erased_record_is_gone_from_every_answer_and_every_file(kept: Kept) -> None:
    bodies = [kept.body(2), kept.body(3)]
    assert kept.records.erase("b", "consent withdrawn") == 2
    assert list(kept.records.history("b")) == list(kept.records.query("station")) == list(kept.records.query("车站")) == []
    assert [each.id for each in kept.records.current("note")] == ["a", "c", "d"]
    assert not [path for path in bodies if path.exists()]
    for data in files_of(kept.case.path).values():
        assert SECRET.encode() not in data
        assert SECRET.encode("utf-16-le") not in data
    assert kept.verified() == (True, [])


def test_verification_says_erased_and_without_a_key_too(kept: Kept) -> None:
    kept.records.erase("b", "consent withdrawn", authority="the person")
    found = verify(kept.case.path, level=1)
    assert found.is_good
    assert [(note.message.id, note.message.params["n"]) for note in found.notes] == [("case.notes.erased", 2)]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")
def test_the_instructions_know_what_was_erased_from_what_is_missing(kept: Kept) -> None:
    from test_instructions import follow

    body = kept.body(3)
    kept.records.erase("a", "consent withdrawn")
    text = (kept.case.path / "VERIFY.txt").read_text()
    answer = follow(kept.case.path, text)
    assert (answer.returncode, answer.stdout.splitlines()[-1], answer.stderr) == (0, "GOOD", "")
    body.unlink()
    answer = follow(kept.case.path, text)
    assert answer.stdout.splitlines()[0] == f"BAD: {body.relative_to(kept.case.path)} is missing"


def test_erasing_twice_and_an_index_made_anew_agree(kept: Kept) -> None:
    kept.records.erase("b", "consent withdrawn")
    kept.records.erase("a", "consent withdrawn")
    before = [*kept.records.current("note"), *kept.records.history("c")]
    rebuild_index(kept.case)
    assert [*kept.records.current("note"), *kept.records.history("c")] == before
    assert kept.verified() == (True, [])
    with pytest.raises(WrongUsage, match="holds nothing with the id a"):
        kept.records.erase("a", "again")
    with pytest.raises(WrongUsage, match="needs a reason"):
        kept.records.erase("c", " ")
    kept.records.append([note("b", "a new life")])
    assert [each.data["text"] for each in kept.records.history("b")] == ["a new life"]
    assert kept.verified() == (True, [])


def test_a_body_put_back_is_named(kept: Kept, tmp_path: Path) -> None:
    body = kept.body(2)
    whole = shutil.copy(body, tmp_path / "whole")
    kept.records.erase("b", "consent withdrawn")
    shutil.copy(whole, body)
    # As long as nothing was written since, the deletion may just have been interrupted; the next writer finishes it.
    assert [note.message.id for note in verify(kept.case.path, level=1).notes] == ["case.notes.erased", "case.notes.under_way"]
    kept.records.append([note("e")])
    assert not body.exists()
    shutil.copy(whole, body)
    found = verify(kept.case.path, level=1)
    assert [(defect.message.id, defect.file) for defect in found.defects] == [
        ("case.erasure_check.here_again", body.relative_to(kept.case.path).as_posix())
    ]


@pytest.mark.parametrize("seed", range(5))
def test_a_body_damaged_after_an_erasure_is_damaged_not_erased(kept: Kept, seed: int) -> None:
    kept.records.erase("b", "consent withdrawn")
    (slimmer,) = [kept.case.layout.object(each.now or "") for each in gone_of(kept.case, 4)[:1]]
    data = bytearray(slimmer.read_bytes())
    data[random.Random(seed).randrange(len(data))] ^= 1
    slimmer.write_bytes(data)
    is_good, messages = kept.verified(level=1)
    assert not is_good
    assert messages[0] == "case.object_check.changed"


def gone_of(case: Case, seq: int) -> list[Gone]:
    from counterwatch.case.holdings import gone_by

    return list(gone_by(case.layout, case.ledger().entries[seq - 1]))


def test_an_admitted_signer_who_plays_a_tombstone_again_is_seen(kept: Kept) -> None:
    kept.records.erase("b", "consent withdrawn")
    again = gone_of(kept.case, 4)
    with kept.case.write("erase", signer=kept.signer) as batch:
        batch.gone += again
    assert "case.erasure_check.gone_before" in kept.verified(level=1)[1]


def test_a_tombstone_for_an_object_of_another_case_is_seen(kept: Kept) -> None:
    with kept.case.write("erase", signer=kept.signer) as batch:
        batch.gone.append(Gone(gone="ab" * 32, now=None))
    assert kept.verified(level=1)[1] == ["case.erasure_check.not_known"]


def test_a_tombstone_that_hides_another_record_is_seen(kept: Kept) -> None:
    """What replaces a body must be that body without the slots named, and nothing else."""
    body = kept.body(2)
    slimmer = kept.case.vault.without(body.read_bytes(), (1, 2))
    with kept.case.write("erase", signer=kept.signer) as batch:
        batch.gone.append(Gone(gone=body.name, now=batch.put_as_is(slimmer), slots=(1,)))
    assert "case.contents.not_its_body" in kept.verified(level=1)[1]


def test_erased_evidence_goes_with_what_describes_it_and_findings_stay(kept: Kept, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    told = "told by the neighbour"
    file.write_text("day,cases\n" + told)
    with kept.case.write("figures", signer=kept.signer) as batch:
        sealed = batch.seal(file, note=told)
        batch.run(run_about(sealed.id))
    held = kept.case.holdings().path(sealed.id) if kept.identity is None else None
    assert kept.records.erase(sealed.id, "given in confidence") == 1
    assert kept.case.evidence() == []
    assert len(kept.case.runs()) == 1
    assert held is None or not held.exists()
    assert not [name for name, data in files_of(kept.case.path).items() if told.encode() in data]
    assert kept.verified() == (True, [])
    with kept.case.write("add", signer=kept.signer) as batch:
        assert batch.seal(file).id == sealed.id
    assert [each.id for each in kept.case.evidence()] == [sealed.id]
    assert kept.verified() == (True, [])


def test_a_stranger_cannot_erase(kept: Kept) -> None:
    before = files_of(kept.case.path)
    with pytest.raises(Exception, match="not admitted"):
        CaseRecords(kept.case, Signer.new).erase("b", "because")
    assert files_of(kept.case.path) == before


def test_nothing_of_an_erased_text_is_left_in_the_pages_of_the_index(kept: Kept) -> None:
    from counterwatch.case.index import open_index

    kept.records.erase("b", "consent withdrawn")
    connection = open_index(kept.case.layout.index, kept.case.vault, is_read_only=True)
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")]
    stored = repr([list(connection.execute(f"SELECT * FROM {name}")) for name in tables])
    connection.close()
    assert "erasure" in stored
    assert not [gram for gram in ("sta", "atio", "车站", "后面") if gram in stored or repr(gram.encode())[2:-1] in stored]
