"""Bytes that no file holds are sealed as evidence like a file's: once, under the name that is given, and nothing of them in the clear."""

import hashlib
import pathlib

import pytest

from counterwatch.case import Case, Identity
from counterwatch.case import verify as verify_case

DATA = b"words that only the key shows" * 900


@pytest.mark.parametrize("plain", [False, True])
def test_bytes_become_evidence_that_verifies(tmp_path: pathlib.Path, plain: bool) -> None:
    identity = Identity.new()
    case = Case.create(
        tmp_path / "case", plain=plain, identity=None if plain else identity, signer=identity.signer if plain else None, recovery=False
    )
    with case.write("derive", signer=identity.signer) as batch:
        first = batch.seal_content(DATA, name="one.part", note="a part", source="a whole")
        again = batch.seal_content(DATA, name="two.part")
        new = batch.seal_content(b"other words", name="../name", is_new=True, modified=0.0)
    assert (first.id, first.sha256, first.size) == (again.id, hashlib.sha256(DATA).hexdigest(), len(DATA))
    assert {each.id for each in case.evidence()} == {first.id, new.id}
    found = {each.evidence.name: each for event in case.custody() for each in event.sealed}
    assert found["../name"].modified == "1970-01-01T00:00:00Z"
    for id, data in ((first.id, DATA), (new.id, b"other words")):
        held = case.evidence_source(id)
        assert (held if isinstance(held, bytes) else held.read_bytes()) == data
    assert verify_case(case.path, identity=None if plain else identity).is_good
    objects = [each.read_bytes() for each in (case.path / "objects").rglob("*") if each.is_file()]
    assert sum(each == DATA for each in objects) == (1 if plain else 0)
    assert sum(b"only the key shows" in each for each in objects) == (1 if plain else 0)


def test_a_file_that_was_sealed_before_and_its_bytes_are_one_object(tmp_path: pathlib.Path) -> None:
    identity = Identity.new()
    case = Case.create(tmp_path / "case", identity=identity, recovery=False)
    (tmp_path / "file").write_bytes(DATA)
    with case.write("add", signer=identity.signer) as batch:
        batch.seal(tmp_path / "file")
    with case.write("derive", signer=identity.signer) as batch:
        batch.seal_content(DATA, name="part")
    after = [each for each in (case.path / "objects").rglob("*") if each.is_file()]
    assert len(case.evidence()) == 1
    assert len([each for each in after if each.stat().st_size > len(DATA)]) == 1
