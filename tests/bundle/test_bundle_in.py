"""What a bundle brings comes in whole or not at all, marked as theirs; two cases exchange work, and nothing is settled in silence."""

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import msgspec
import pytest

from bundle_examples import copied, exported, filled_case, flipped, incident, opened
from case_examples import ME, SIGNER, files_of
from counterwatch.api.bundle_import import import_bundle
from counterwatch.api.foreign import bundles, conflicts, foreign_runs, origins, settle
from counterwatch.api.incidents import incident_from, incidents, record_of
from counterwatch.bundle.merging import Course, Way, way
from counterwatch.case import Case, Identity, Signer, add_recipient, admit, remove_recipient, verify
from counterwatch.case.records import CaseRecords
from counterwatch.core import sha256_hex
from counterwatch.core.errors import CounterwatchError, VerificationFailed
from counterwatch.incidents.incident import Support

YOU = Identity.new(Signer.new())


def another(folder: Path, *, plain: bool = True) -> Case:
    made = Case.create(folder / "other", plain=plain, signer=YOU.signer if plain else None, identity=None if plain else YOU)
    return Case.open(made.path, identity=YOU)


def anew(case: Case, identity: Identity) -> Case:
    return Case.open(case.path, identity=identity)


def correct(case: Case, id: str, identity: Identity, **changes: object) -> None:
    records = CaseRecords(case, lambda: identity.signer)
    last = [*records.history(f"incident/{id}")][-1]
    made = msgspec.structs.replace(incident_from(last), **changes)
    records.append([record_of(made, version=last.version + 1)])


def sent(case: Case, identity: Identity, place: Path) -> Path:
    from counterwatch.api.bundle import export_bundle

    export_bundle(anew(case, identity), place, purpose="joint review")
    return place


@pytest.mark.parametrize("from_plain", [True, False])
@pytest.mark.parametrize("to_plain", [True, False])
def test_evidence_records_and_findings_arrive_as_they_were(tmp_path: Path, *, from_plain: bool, to_plain: bool) -> None:
    theirs, mine = filled_case(tmp_path, plain=from_plain), another(tmp_path, plain=to_plain)
    if not from_plain:
        add_recipient(opened(theirs), YOU.recipient, signer=SIGNER)
    received = import_bundle(exported(theirs, tmp_path / "bundle.zip"), case=mine, purpose="joint review")
    mine, theirs = anew(mine, YOU), opened(theirs)
    assert incidents(mine) == incidents(theirs)
    contents = {each.sha256 for each in theirs.evidence()}
    held = {each.sha256: each for each in mine.evidence()}
    assert contents <= held.keys()
    for sha256 in contents:
        source = mine.evidence_source(held[sha256].id)
        assert sha256_hex(source if isinstance(source, bytes) else source.read_bytes()) == sha256
    assert mine.runs() == []
    found = [finding for each in foreign_runs(mine) for finding in each.run.findings]
    assert [each.statement for each in found] == [each.statement for stored in theirs.runs() for each in stored.run.findings]
    assert {each.bundle_signer for each in foreign_runs(mine)} == {SIGNER.id} == {received.signer}
    assert {id for finding in found for id in finding.evidence} <= {each.id for each in mine.evidence()}
    assert set(origins(mine).values()) == {SIGNER.id}
    assert verify(mine.path, identity=None if to_plain else YOU).is_good


def test_their_custody_comes_along_and_can_be_checked_again(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    received = import_bundle(exported(theirs, tmp_path / "bundle.zip"), case=mine, purpose="joint review")
    (kept,) = (each for each in anew(mine, YOU).evidence() if each.name.startswith("custody-"))
    source = mine.evidence_source(kept.id)
    assert isinstance(source, Path)
    with zipfile.ZipFile(source) as archive:
        archive.extractall(tmp_path / "custody")
    case = Case.open(tmp_path / "custody/data/case")
    assert verify(case.path, level=0).is_good
    assert f"{case.head.seq} {case.head.hash}" == received.head
    assert [each.verb for each in case.custody()] == ["create", "figures", "figures", "record"]
    last = anew(mine, YOU).custody()[-1]
    assert (last.verb, last.custody[0].purpose) == ("receive", "joint review")
    assert received.number in last.custody[0].note
    assert SIGNER.id in last.custody[0].note


def test_the_same_bundle_again_and_a_later_one_bring_only_what_is_new(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    first = exported(theirs, tmp_path / "first")
    import_bundle(first, case=mine)
    before = files_of(mine.path)
    again = import_bundle(first, case=anew(mine, YOU))
    assert again.before
    assert files_of(mine.path) == before
    correct(theirs, "CW-2", ME, summary="two cars followed")
    later = import_bundle(exported(theirs, tmp_path / "later"), case=anew(mine, YOU)).brought
    assert (later.new, later.went_on, later.unchanged, later.findings) == ([], ["incident/CW-2"], 1, 0)
    assert [each.name for each in anew(mine, YOU).evidence() if each.id in later.evidence] == []


def test_two_cases_exchange_work_and_what_both_changed_is_a_conflict(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    import_bundle(exported(theirs, tmp_path / "1"), case=mine)
    correct(mine, "CW-1", YOU, summary="the windows of the hall were broken")
    correct(mine, "CW-2", YOU, summary="followed by a car")
    correct(theirs, "CW-2", ME, summary="two cars followed", confidence="high")
    received = import_bundle(exported(theirs, tmp_path / "2"), case=anew(mine, YOU))
    assert received.brought.conflicts == ["incident/CW-2"]
    assert received.brought.ours_newer == 1
    assert {each.id: each.summary for each in incidents(mine)}["CW-2"] == "followed by a car"
    (conflict,) = conflicts(anew(mine, YOU))
    assert conflict.fields == {"summary": ("followed by a car", "two cars followed"), "confidence": (None, "high")}
    assert conflict.signer == SIGNER.id
    assert len(conflicts(anew(mine, YOU))) == 1
    settle(anew(mine, YOU), "incident/CW-2", "ours")
    assert conflicts(anew(mine, YOU)) == []
    back = import_bundle(sent(mine, YOU, tmp_path / "3"), case=opened(theirs)).brought
    assert (sorted(back.went_on), back.conflicts) == (["incident/CW-1", "incident/CW-2"], [])
    assert incidents(theirs) == incidents(mine)
    once_more = import_bundle(exported(theirs, tmp_path / "4"), case=anew(mine, YOU)).brought
    assert (once_more.unchanged, once_more.conflicts, once_more.went_on) == (2, [], [])


def test_a_conflict_that_is_settled_for_the_other_side_ends_alike_on_both(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    import_bundle(exported(theirs, tmp_path / "1"), case=mine)
    correct(mine, "CW-2", YOU, summary="followed by a car")
    correct(theirs, "CW-2", ME, summary="two cars followed")
    import_bundle(exported(theirs, tmp_path / "2"), case=anew(mine, YOU))
    settle(anew(mine, YOU), "incident/CW-2", "theirs")
    assert {each.id: each.summary for each in incidents(mine)}["CW-2"] == "two cars followed"
    back = import_bundle(sent(mine, YOU, tmp_path / "3"), case=opened(theirs)).brought
    assert (back.unchanged, back.conflicts) == (2, [])
    assert [each.record.data["summary"] for each in CaseRecords(anew(mine, YOU)).dated("incident/CW-2")] == [
        "a car followed", "followed by a car", "two cars followed"
    ]  # fmt: skip


def test_evidence_has_another_name_in_each_encrypted_case_and_is_no_conflict(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path, plain=False), another(tmp_path, plain=False)
    add_recipient(opened(theirs), YOU.recipient, signer=SIGNER)
    held = opened(theirs).evidence()[0]
    correct(opened(theirs), "CW-1", ME, support=(Support(evidence=held.id, place="p. 1"),))
    import_bundle(exported(theirs, tmp_path / "1"), case=mine)
    mine = anew(mine, YOU)
    add_recipient(mine, ME.recipient, signer=YOU.signer)
    (support,) = next(each for each in incidents(mine) if each.id == "CW-1").support
    assert support.evidence != held.id
    assert {each.id: each.sha256 for each in mine.evidence()}[support.evidence] == held.sha256
    back = import_bundle(sent(mine, YOU, tmp_path / "2"), case=opened(theirs)).brought
    assert (back.unchanged, back.conflicts, back.new) == (2, [], [])


@pytest.mark.parametrize("plain", [True, False])
def test_what_was_erased_here_on_purpose_does_not_come_back(tmp_path: Path, *, plain: bool) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path, plain=plain)
    with mine.write("add", signer=YOU.signer) as batch:
        sealed = batch.seal(tmp_path / "Hubei.csv")
    CaseRecords(mine, lambda: YOU.signer).erase(sealed.id, "consent withdrawn")
    received = import_bundle(exported(theirs, tmp_path / "bundle"), case=anew(mine, YOU))
    mine = anew(mine, YOU)
    is_back = sealed.id in {each.id for each in mine.evidence()}
    assert (received.brought.erased, is_back) == (1, False)
    assert verify(mine.path).is_good


@pytest.mark.parametrize("mode", ["plain", "encrypted", "encrypted, and a reader removed since"])
def test_a_record_that_was_erased_here_does_not_come_back_with_a_friend_who_still_has_it(tmp_path: Path, mode: str) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path, plain=mode == "plain")
    import_bundle(exported(theirs, tmp_path / "bundle"), case=mine)
    mine = anew(mine, YOU)
    CaseRecords(mine, lambda: YOU.signer).erase("incident/CW-1", "consent withdrawn")
    if mode.endswith("since"):
        add_recipient(mine, ME.recipient, signer=YOU.signer)
        remove_recipient(mine, ME.recipient, signer=YOU.signer)
        mine = anew(mine, YOU)
    correct(opened(theirs), "CW-1", ME, summary="the door was broken")
    received = import_bundle(exported(theirs, tmp_path / "again"), case=mine)
    mine = anew(mine, YOU)
    assert received.brought.erased_records == ["incident/CW-1"]
    assert "CW-1" not in {each.id for each in incidents(mine)}
    assert verify(mine.path).is_good


@pytest.mark.parametrize("copy", ["whole", "travel"])
def test_a_bundle_that_my_keys_do_not_open_is_kept_as_it_came(tmp_path: Path, copy: str) -> None:
    theirs, mine = filled_case(tmp_path, plain=False), another(tmp_path)
    bundle = exported(theirs, tmp_path / "bundle.zip", copy=copy)
    received = import_bundle(bundle, case=mine)
    assert received.kept
    assert received.levels.get("2", "not checked") == "not checked"
    (kept,) = (each for each in anew(mine, YOU).evidence() if each.name.startswith("bundle-"))
    source = mine.evidence_source(kept.id)
    assert isinstance(source, Path)
    with zipfile.ZipFile(source) as one, zipfile.ZipFile(bundle) as other:
        assert {each: one.read(each) for each in one.namelist()} == {each: other.read(each) for each in other.namelist()}
    assert incidents(mine) == []
    assert verify(mine.path).is_good


def test_a_bundle_that_was_kept_closed_comes_in_when_the_keys_are_there(tmp_path: Path) -> None:
    theirs = filled_case(tmp_path, plain=False)
    add_recipient(opened(theirs), YOU.recipient, signer=SIGNER)
    bundle = exported(theirs, tmp_path / "bundle.zip")
    case = Case.create(tmp_path / "mine", plain=True, signer=Signer.load())
    assert import_bundle(bundle, case=case).kept
    before = files_of(case.path)
    assert import_bundle(bundle, case=Case.open(case.path)).before
    assert {path: data for path, data in files_of(case.path).items() if path != "tmp/lock"} == {
        path: data for path, data in before.items() if path != "tmp/lock"
    }
    admit(case, YOU.signer.public_text, signer=Signer.load())
    received = import_bundle(bundle, case=Case.open(case.path, identity=YOU))
    assert (received.kept, sorted(received.brought.new)) == (None, ["incident/CW-1", "incident/CW-2"])
    assert [each["is_closed"] for each in bundles(case)] == [False]
    assert verify(case.path).is_good


def test_a_copy_to_travel_with_comes_in_where_the_keys_are(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path, plain=False), another(tmp_path)
    add_recipient(opened(theirs), YOU.recipient, signer=SIGNER)
    received = import_bundle(exported(theirs, tmp_path / "bundle", copy="travel"), case=mine)
    assert (len(received.brought.new), received.signer) == (2, SIGNER.id)


def test_one_flipped_bit_refuses_all_of_it_by_name_and_changes_nothing(tmp_path: Path) -> None:
    theirs, mine, rng = filled_case(tmp_path), another(tmp_path), random.Random(3)
    root = copied(exported(theirs, tmp_path / "bundle"), tmp_path)
    before = {path: data for path, data in files_of(mine.path).items() if path != "tmp/lock"}
    for name in rng.sample(sorted(files_of(root)), 12):
        whole = (root / name).read_bytes()
        (root / name).write_bytes(flipped(whole, rng))
        with pytest.raises(CounterwatchError) as raised:
            import_bundle(root, case=mine)
        assert name in str(raised.value) or name == "bag-info.txt"
        assert {path: data for path, data in files_of(mine.path).items() if path != "tmp/lock"} == before
        (root / name).write_bytes(whole)


def test_a_record_that_decides_what_is_counted_stays_outside(tmp_path: Path) -> None:
    from counterwatch.api.incidents_merges import merge, merges

    theirs, mine = filled_case(tmp_path), another(tmp_path)
    merge(opened(theirs), ["CW-1", "CW-2"])
    received = import_bundle(exported(theirs, tmp_path / "bundle"), case=mine)
    assert merges(anew(mine, YOU)) == []
    assert received.brought.left == {"incident_merge": 1}


def test_a_term_that_this_case_protects_does_not_come_in(tmp_path: Path) -> None:
    from counterwatch.api.incidents_protected import protect

    theirs, mine = filled_case(tmp_path), another(tmp_path, plain=False)
    CaseRecords(theirs, lambda: SIGNER).append([record_of(incident("CW-3", summary="Aynur Example was called"))])
    protect(mine, ["Aynur Example"])
    received = import_bundle(exported(theirs, tmp_path / "bundle"), case=anew(mine, YOU))
    assert received.brought.refused == ["incident/CW-3"]
    assert sorted(each.id for each in incidents(anew(mine, YOU))) == ["CW-1", "CW-2"]


KILLED = """
import sys
from counterwatch.api.bundle_import import import_bundle
from counterwatch.case import Case, Identity
import_bundle(sys.argv[1], case=Case.open(sys.argv[2]))
"""


def test_a_kill_at_any_moment_leaves_a_whole_case_with_all_of_it_or_nothing(tmp_path: Path, home: Path) -> None:
    theirs = filled_case(tmp_path)
    bundle = exported(theirs, tmp_path / "bundle.zip")
    case = Case.create(tmp_path / "mine", plain=True, signer=Signer.load())
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", KILLED, str(bundle), str(Case.create(tmp_path / "once", plain=True, signer=Signer.load()).path)], check=True
    )
    lasted, rng, seen = time.monotonic() - began, random.Random(11), set[bool]()
    for _ in range(12):
        started = subprocess.Popen([sys.executable, "-c", KILLED, str(bundle), str(case.path)], start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.3, 1.05) * lasted)
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        case = Case.open(case.path)
        seen.add(is_all := len(bundles(case)) == 1)
        assert [len(incidents(case)), len(list(foreign_runs(case)))] == ([2, 2] if is_all else [0, 0])
        assert verify(case.path).is_good
    import_bundle(bundle, case=Case.open(case.path))
    assert len(incidents(case)) == 2
    with Case.open(case.path).write("record", signer=Signer.load()):
        # What a kill left behind in the folder of writes under way is cleared by the next writer.
        assert len(list((case.path / "tmp").glob("batch-*"))) == 1
    assert not list((case.path / "tmp").glob("batch-*"))


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [
        ({}, {"summary": "two cars"}, False),
        ({"consent": "internal"}, {"consent": "attributed"}, True),
        ({"consent": "attributed"}, {"consent": "withdrawn"}, False),
        ({"consent": "withdrawn"}, {"consent": "attributed"}, True),
        ({"sharing": "red"}, {"sharing": "clear"}, True),
        ({"sharing": "green"}, {"sharing": "amber"}, False),
        ({"consent_until": "2026-01-01"}, {"consent_until": "2030-01-01"}, True),
        ({"consent_until": "2026-01-01"}, {"consent_until": ""}, True),
        ({"consent_until": ""}, {"consent_until": "2026-01-01"}, False),
        ({"status": "withdrawn"}, {"status": "confirmed"}, True),
        ({"status": "confirmed"}, {"status": "withdrawn"}, False),
    ],
)
def test_what_would_let_more_out_is_asked(tmp_path: Path, before: dict[str, str], after: dict[str, str], *, is_asked: bool) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    if before:
        correct(theirs, "CW-2", ME, **before)
    import_bundle(exported(theirs, tmp_path / "1"), case=mine)
    correct(theirs, "CW-2", ME, **after)
    brought = import_bundle(exported(theirs, tmp_path / "2"), case=anew(mine, YOU)).brought
    assert (brought.conflicts, brought.went_on) == ((["incident/CW-2"], []) if is_asked else ([], ["incident/CW-2"]))
    assert [each.why for each in conflicts(anew(mine, YOU))] == ["wider"] * is_asked


def test_two_things_under_one_id_are_told_apart_from_one_that_was_changed(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    CaseRecords(mine, lambda: YOU.signer).append([record_of(incident("CW-1", summary="another event"))])
    import_bundle(exported(theirs, tmp_path / "1"), case=anew(mine, YOU))
    (conflict,) = conflicts(anew(mine, YOU))
    assert (conflict.record, conflict.why) == ("incident/CW-1", "apart")


def test_whoever_has_seen_the_newest_of_the_other_side_goes_on() -> None:
    """Brute force: two sides write and exchange at random; whatever they then see in each other, they see alike, and no last word is lost."""
    rng = random.Random(12)
    for _ in range(2000):
        sides: list[list[str]] = [["a"], ["a"]]
        known: list[set[str]] = [set(), set()]
        for step in range(rng.randrange(1, 12)):
            one = rng.randrange(2)
            other = 1 - one
            if rng.random() < 0.5:
                sides[one].append(f"{one}{step}")
                continue
            found = way(Course(versions=sides[one], known=known[one]), Course(versions=sides[other], known=known[other]))
            if found is Way.THEIRS_GOES_ON:
                assert sides[one][-1] in {*sides[other], *known[other]}
                sides[one].append(sides[other][-1])
            elif found is Way.CONFLICT:
                known[one].add(sides[other][-1])
        ours, theirs = (Course(versions=sides[side], known=known[side]) for side in (0, 1))
        together = {way(ours, theirs), way(theirs, ours)}
        assert together in ({Way.SAME}, {Way.OURS_GOES_ON, Way.THEIRS_GOES_ON}, {Way.CONFLICT})


def test_two_who_settled_a_conflict_each_for_themselves_are_told(tmp_path: Path) -> None:
    theirs, mine = filled_case(tmp_path), another(tmp_path)
    import_bundle(exported(theirs, tmp_path / "1"), case=mine)
    correct(mine, "CW-2", YOU, summary="followed by a car")
    correct(theirs, "CW-2", ME, summary="two cars followed")
    import_bundle(exported(theirs, tmp_path / "2"), case=anew(mine, YOU))
    import_bundle(sent(mine, YOU, tmp_path / "3"), case=opened(theirs))
    settle(anew(mine, YOU), "incident/CW-2", "ours")
    settle(opened(theirs), "incident/CW-2", "ours")
    back = import_bundle(exported(theirs, tmp_path / "4"), case=anew(mine, YOU)).brought
    assert back.conflicts == ["incident/CW-2"]
    assert len(conflicts(anew(mine, YOU))) == 1


def test_nothing_but_a_bundle_is_taken(tmp_path: Path) -> None:
    mine = another(tmp_path)
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(VerificationFailed):
        import_bundle(tmp_path / "x.zip", case=mine)
    with pytest.raises(CounterwatchError):
        import_bundle(tmp_path / "missing", case=mine)
