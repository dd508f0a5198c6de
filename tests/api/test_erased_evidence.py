"""Doing findings again where their evidence is gone: erased on purpose is not checked, missing is a failure."""

from pathlib import Path

import msgspec
import pytest

import counterwatch as cw
from case_examples import files_of
from counterwatch.api.case import signer_of
from counterwatch.case import Case, Identity, Outcome, Verification
from counterwatch.case.kinds import Erasure
from counterwatch.case.records import CaseRecords

NAMES = ("湖北", "Hotan")


@pytest.fixture(params=["plain", "encrypted"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    """Make a case with a run about each of two files, sealed before they were asked about."""
    identity = Identity.new()
    made = Case.create(tmp_path / "case", plain=request.param == "plain", identity=identity, signer=identity.signer)
    case = Case.open(made.path, identity=identity)
    for number, name in enumerate(NAMES):
        file = tmp_path / f"{name}.csv"
        file.write_text("date,cases\n" + "".join(f"2020-03-{day:02d},{number + 7 * day}\n" for day in range(1, 29)))
        cw.add(case, [file])
        cw.ask_figures(file, case=case)
    return case


def again(case: Case) -> Verification:
    return cw.verify(case, level=3)


def erase(case: Case, name: str) -> str:
    id = next(each.id for each in case.evidence() if each.name == f"{name}.csv")
    CaseRecords(case, lambda: signer_of(case)).erase(id, "consent withdrawn")
    return id


def test_a_run_whose_evidence_was_erased_is_not_checked_and_no_failure(case: Case) -> None:
    assert (again(case).levels[3].outcome, again(case).levels[3].count) == (Outcome.PASS, 2)
    id = erase(case, NAMES[0])
    found = again(case)
    assert (found.is_good, found.levels[3].outcome, found.levels[3].count) == (True, Outcome.PASS, 1)
    (note,) = [each for each in found.notes if each.message.id == "api.verify.erased"]
    assert note.message.params == {"id": id[:12], "seq": case.head.seq, "time": case.head.time}
    erase(case, NAMES[1])
    found = again(case)
    assert (found.is_good, found.levels[3].outcome, found.defects) == (True, Outcome.NOT_CHECKED, ())
    assert len([each for each in found.notes if each.message.id == "api.verify.erased"]) == 2


def test_sealed_again_it_is_done_again(case: Case, tmp_path: Path) -> None:
    erase(case, NAMES[0])
    cw.add(case, [tmp_path / f"{NAMES[0]}.csv"])
    assert (again(case).levels[3].outcome, again(case).levels[3].count) == (Outcome.PASS, 2)


def test_without_a_tombstone_it_is_a_failure(case: Case, tmp_path: Path) -> None:
    erase(case, NAMES[0])
    stored = case.runs()[1].run
    with case.write("figures", signer=signer_of(case)) as batch:
        # A run about evidence that nobody sealed or erased, past the refusal that guards against it.
        batch._sealed.add("ab" * 32)
        findings = tuple(msgspec.structs.replace(each, evidence=("ab" * 32,), attachments=()) for each in stored.findings)
        batch.run(msgspec.structs.replace(stored, evidence=("ab" * 32,), findings=findings))
    found = again(case)
    assert (found.is_good, found.levels[3].outcome) == (False, Outcome.FAIL)
    assert "api.verify.no_evidence" in {each.message.id for each in found.defects}


def test_a_file_that_is_simply_gone_is_a_failure(case: Case) -> None:
    id = next(each.id for each in case.evidence())
    with case.reading() as asked:
        case.object_path(asked.sealed()[id].object).unlink()
    found = again(case)
    assert (found.is_good, found.levels[1].outcome, found.levels[3].outcome) == (False, Outcome.FAIL, Outcome.FAIL)


def test_a_record_that_says_erased_about_what_no_entry_erased_hides_nothing(case: Case) -> None:
    id = next(each.id for each in case.evidence())
    with case.reading() as asked:
        name = asked.sealed()[id].object
    with case.write("erase", signer=signer_of(case)) as batch:
        batch.record("erasure", msgspec.to_builtins(Erasure(gone=name, slots=(), reason="no", authority="", evidence=id)))
    with case.reading() as asked:
        assert asked.erased() == {}


def test_evidence_that_no_finding_names_is_not_named_by_its_erasure(case: Case, tmp_path: Path) -> None:
    (tmp_path / "ئۈرۈمچى.csv").write_text("alone")
    (sealed,) = cw.add(case, [tmp_path / "ئۈرۈمچى.csv"])
    erase(case, "ئۈرۈمچى")
    if case.case_file.is_encrypted:
        for data in files_of(case.path).values():
            assert sealed.id.encode() not in data
    with case.reading() as asked:
        erasures = [record for _seq, record in asked._records("erasure", Erasure)]
    assert [each.evidence for each in erasures] == [msgspec.UNSET] * len(erasures)
