"""A hostile friend: a case that is whole, signed and sound as a case, and full of what should do harm where it is taken over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bundle_examples import exported, filled_case, incident, packed
from case_examples import SIGNER, files_of, run_about
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.api.bundle_import import import_bundle
from counterwatch.api.foreign import bundles, conflicts, foreign_runs
from counterwatch.api.incidents import incidents, record_of
from counterwatch.case import Case, Signer, vault, verify
from counterwatch.case.batch import Batch
from counterwatch.case.pack import plain_line
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, canonical
from counterwatch.core.errors import CounterwatchError

GOOD = record_of(incident("CW-3")).data
XSS = '<img src=x onerror=alert(1)>"><script>alert(1)</script>'


END = b',"id":"incident/CW-4","kind":"incident","version":1},"salt":"AAAAAAAAAAAAAAAAAAAAAA=="}'
BEGIN = b'{"record":{"data":'
RAW = {
    **{f"deep {n}": BEGIN + b'{"a":' * n + b"1" + b"}" * n + END for n in (100, 450, 480, 500, 700, 900, 950, 980, 1000, 100_000)},
    "lists": b"[" * 200_000, "digits": BEGIN + b'{"a":' + b"9" * 100_000 + b"}" + END, "half a character": BEGIN + b'{"a":"\\ud800"}' + END,
    "not UTF-8": BEGIN + b'{"a":"\xff"}' + END, "infinite": BEGIN + b'{"a":1e999}' + END, "twice": BEGIN + b'{"a":1,"a":2}' + END, "nothing": b"",
    "another type": BEGIN + b"[]" + END, "no salt": b'{"record":{"data":{},"id":"x","kind":"incident","version":1}}',
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_a_pack_commits_to_and_nobody_can_read_are_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What no program of ours would write, in a body whose hash is right and whose ledger is signed."""
    case = filled_case(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(vault, "plain_line", lambda record: RAW[name] if b'"kind":"raw"' in record else plain_line(record))
        with case.write("record", signer=SIGNER) as batch:
            batch.records.append(Record(id="x", kind="raw", data={}))
    bundle, own = packed(case, tmp_path / "bundle.zip"), mine(tmp_path)
    assert not verify_bundle(bundle).is_good
    try:
        refused = import_bundle(bundle, case=own).brought.refused
    except CounterwatchError:
        refused = ["all of it"]
    assert refused
    assert {each.id for each in incidents(Case.open(own.path))} <= {"CW-1", "CW-2", "CW-9"}
    assert verify(own.path).is_good


def test_a_bundle_of_a_version_to_come_is_refused_by_name_and_nothing_is_taken(tmp_path: Path) -> None:
    case = filled_case(tmp_path)
    bundle, own = exported(case, tmp_path / "bundle"), mine(tmp_path)
    info = bundle / "bag-info.txt"
    info.write_text(info.read_text().replace("Counterwatch-Bundle: 1\n", "Counterwatch-Bundle: 2\n"))
    before = files_of(own.path)
    for ask in (lambda: verify_bundle(bundle), lambda: import_bundle(bundle, case=own)):
        with pytest.raises(CounterwatchError, match=r"of version 2; this program reads version 1"):
            ask()
    assert files_of(own.path) == before


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"a": value}
    return value


def bundle_of(folder: Path, *records: Record) -> Path:
    """Return a bundle of a case into which records were written past every rule of ours."""
    case = filled_case(folder)
    with case.write("record", signer=SIGNER) as batch:
        for each in records:
            batch.records.append(each)
    return packed(case, folder / "bundle.zip")


def mine(folder: Path) -> Case:
    case = Case.create(folder / "mine", plain=True, signer=Signer.load())
    CaseRecords(case).append([record_of(incident("CW-9", summary="mine"))])
    return case


HARM = {
    "deep": {"other": nested(300)},
    "wild date": {"date": {"as_written": "x", "precision": "day", "start": "9999-99-99", "end": "zzz"}},
    "backwards": {"date": {"as_written": "x", "precision": "day", "start": "2022-02-02", "end": "2021-01-01"}},
    "unknown field": {"is_published": True},
    "wrong type": {"acts": "everything"},
    "no id": {"id": ""},
    "another id": {"id": "CW-9"},
    "huge": {"summary": "x" * 11_000_000},
    "many": {"other": {str(n): "x" for n in range(120_000)}},
    "number": {"acts": [{"tactic": "DA.assault", "persons": {"low": 10**400, "high": None}}]},
}


@pytest.mark.parametrize("name", HARM)
def test_a_record_that_is_not_what_it_says_stays_outside_by_name(tmp_path: Path, name: str) -> None:
    bundle = bundle_of(tmp_path, Record(id="incident/CW-3", kind="incident", data=GOOD | HARM[name]))
    case = mine(tmp_path)
    received = import_bundle(bundle, case=case)
    assert received.brought.refused == ["incident/CW-3"]
    assert sorted(each.id for each in incidents(Case.open(case.path))) == ["CW-1", "CW-2", "CW-9"]
    assert verify(case.path).is_good


def test_words_are_words_wherever_they_come_from(tmp_path: Path) -> None:
    texts = {"summary": XSS, "response": "=HYPERLINK(1)", "reason": "\u202e\x1b[2J\x00"}
    bundle = bundle_of(tmp_path, Record(id="incident/CW-3", kind="incident", data=GOOD | texts))
    case = mine(tmp_path)
    import_bundle(bundle, case=case)
    one = next(each for each in incidents(Case.open(case.path)) if each.id == "CW-3")
    assert (one.summary, one.response, one.reason) == (XSS, "=HYPERLINK(1)", "\u202e\x1b[2J\x00")


def test_what_speaks_of_imports_is_not_believed_of_others(tmp_path: Path) -> None:
    """A friend cannot say what came in here, whose records are whose, or that a conflict was settled here."""
    forged = [
        Record(id="bundle/" + "0" * 64, kind="bundle", data={"number": "0" * 64, "signer": "1" * 64}),
        Record(id="foreign_records/x/0", kind="foreign_records", data={"taken": {"incident/CW-9": 1}, "signer": "1" * 64}),
        Record(id="foreign_run/x", kind="foreign_run", data={"object": "../../x"}),
        Record(id="conflict/x", kind="conflict", data={"record": "incident/CW-9", "settled": "theirs", "said": "0" * 64}),
        Record(id="conflict/y", kind="conflict", data={"record": ["not text"], "settled": 7}),
        Record(id="plan/1", kind="plan", data={"checks": ["figures.last_digit"]}),
        Record(id="protected-terms", kind="protected_terms", data={}),
    ]
    case = mine(tmp_path)
    received = import_bundle(bundle_of(tmp_path, *forged), case=case)
    case = Case.open(case.path)
    assert [each["number"] for each in bundles(case)] == [received.number]
    assert conflicts(case) == []
    assert {each.bundle_signer for each in foreign_runs(case)} == {SIGNER.id}
    assert received.brought.left == {"plan": 1, "protected_terms": 1}
    assert [*CaseRecords(case).current("plan")] == []


def test_a_record_under_the_id_of_another_kind_stays_outside(tmp_path: Path) -> None:
    case = mine(tmp_path)
    bundle = bundle_of(tmp_path, Record(id="incident/CW-9", kind="statement", data={"id": "CW-9"}))
    received = import_bundle(bundle, case=case)
    assert received.brought.refused == ["incident/CW-9"]
    assert {each.id: each.summary for each in incidents(Case.open(case.path))}["CW-9"] == "mine"


def wrote(folder: Path, write: Any) -> Path:
    case = filled_case(folder)
    with case.write("figures", signer=SIGNER) as batch:
        write(batch)
    return packed(case, folder / "bundle.zip")


def _foreign_run(batch: Batch) -> None:
    run = run_about("0" * 64)
    batch.record("run", {"object": batch.put(canonical(run)), "run": run.id, "instrument": "figures", "attachments": {}})


def _no_run(batch: Batch) -> None:
    batch.record("run", {"object": batch.put(b"[" * 100_000), "run": "0" * 64, "instrument": "figures", "attachments": {}})


def _lie(batch: Batch) -> None:
    name = batch.put(b"one thing")
    sealed = {"id": name, "object": name, "name": "../../etc/passwd", "size": 9, "sha256": "0" * 64, "media_type": "", "note": "", "source": ""}
    batch.record("evidence", sealed | {"purpose": "", "modified": "2020-01-01T00:00:00Z"})


def _elsewhere(batch: Batch) -> None:
    batch.record("run", {"object": "f" * 64, "run": "0" * 64, "instrument": "figures", "attachments": {"0" * 64: "e" * 64}})


@pytest.mark.parametrize("write", [_no_run, _lie, _elsewhere], ids=["no run", "lie", "elsewhere"])
def test_what_is_signed_and_not_true_is_refused_by_name(tmp_path: Path, write: Any) -> None:
    bundle = wrote(tmp_path, write)
    case = mine(tmp_path)
    assert not verify_bundle(bundle).is_good
    with pytest.raises(CounterwatchError):
        import_bundle(bundle, case=case)
    assert verify(case.path).is_good
    assert len(incidents(case)) == 1


def test_a_finding_about_evidence_that_nobody_has_stays_theirs(tmp_path: Path) -> None:
    case = mine(tmp_path)
    import_bundle(wrote(tmp_path, _foreign_run), case=case)
    assert len(list(foreign_runs(Case.open(case.path)))) == 3
    assert verify(case.path).is_good


def test_a_name_of_evidence_with_folders_in_it_loses_them(tmp_path: Path) -> None:
    def write(batch: Batch) -> None:
        name = batch.put(b"one thing")
        sealed = {"id": name, "object": name, "name": "../../etc/passwd", "size": 9, "sha256": name, "media_type": "", "note": "", "source": ""}
        batch.record("evidence", sealed | {"purpose": "", "modified": "2020-01-01T00:00:00Z"})

    case = mine(tmp_path)
    import_bundle(wrote(tmp_path, write), case=case)
    assert "passwd" in {each.name for each in Case.open(case.path).evidence()}
