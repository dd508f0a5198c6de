"""Receiving: what forms saved is sealed as it came, once, with custody from the first byte; what is no submission is named and leaves nothing."""

import hashlib
import os
import pathlib
import random
import stat

import pytest
from genuine import GENUINE
from inbox import case_with_intake, sent
from written_submissions import encrypted, envelope, submission, told

from counterwatch.api.case import add, new_case
from counterwatch.api.intake import drawn_intake
from counterwatch.api.intake_receive import receive
from counterwatch.api.intake_triage import submission_named, triage
from counterwatch.api.verify import verify
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import WrongUsage
from counterwatch.core.errors import Cancelled, Refused
from counterwatch.incidents.intake.received import BATCH, KIND
from counterwatch.incidents.intake.record import Intake

Inbox = tuple[Case, Intake, pathlib.Path]


@pytest.fixture
def inbox(tmp_path: pathlib.Path) -> Inbox:
    case, intake = case_with_intake(tmp_path / "case")
    (tmp_path / "in").mkdir()
    return case, intake, tmp_path / "in"


def test_each_file_is_sealed_as_it_came_and_read(inbox: Inbox) -> None:
    case, intake, folder = inbox
    files = sent(folder, intake, GENUINE)
    done = receive(case, [folder])
    assert (done.new, done.again, done.faulty, done.refused) == (20, 0, 0, ())
    held = {each.sha256: each for each in case.evidence()}
    for file, (_, text) in zip(files, GENUINE, strict=True):
        evidence = held[hashlib.sha256(file.read_bytes()).hexdigest()]
        assert case.evidence_source(evidence.id) == file.read_bytes()
        read = submission_named(case, evidence.id).submission
        assert read is not None
        assert read.answers.what == text
        assert evidence.name == file.name
    assert verify(case).is_good
    assert [each.outcome.name for each in verify(case).levels[:3]] == ["PASS"] * 3


def test_custody_begins_with_receiving(inbox: Inbox) -> None:
    case, intake, folder = inbox
    sent(folder, intake, GENUINE[:3])
    before = len(case.custody())
    receive(case, [folder])
    (event,) = case.custody()[before:]
    assert event.verb == "receive"
    assert {each.evidence.name for each in event.sealed} == {each.name for each in folder.iterdir()}
    assert all(each.modified for each in event.sealed)


def test_the_same_files_again_change_nothing(inbox: Inbox) -> None:
    case, intake, folder = inbox
    sent(folder, intake, GENUINE)
    receive(case, [folder])
    head = case.head
    again = receive(case, [folder, next(folder.iterdir())])
    assert (again.new, again.again) == (0, 21)
    assert case.head == head


def test_the_same_file_under_two_names_is_one_and_the_same_words_in_two_files_are_one_line(inbox: Inbox) -> None:
    case, intake, folder = inbox
    data = submission(intake.id, intake.recipient, GENUINE[0][1])
    (folder / "a.age").write_bytes(data)
    (folder / "b.age").write_bytes(data)
    (folder / "c.age").write_bytes(submission(intake.id, intake.recipient, GENUINE[0][1]))
    done = receive(case, [folder])
    assert (done.new, done.again) == (2, 1)
    page = triage(case)
    assert [each.alike for each in page.items] == [2]
    assert len({each.received.content for each in triage(case, group=page.items[0].received.id).items}) == 1


def test_what_is_no_submission_is_named_and_not_stored(inbox: Inbox, tmp_path: pathlib.Path) -> None:
    case, intake, folder = inbox
    sent(folder, intake, GENUINE[:2])
    good = next(iter(sorted(folder.iterdir()))).read_bytes()
    other = drawn_intake()
    (folder / "cut.age").write_bytes(good[:-1])
    (folder / "other.age").write_bytes(submission(other.id, other.recipient, "words"))
    (folder / "empty.age").write_bytes(b"")
    (folder / "big.age").write_bytes(good + bytes(26_000_000))
    (folder / "words.txt").write_text("words")
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.age").write_bytes(good[:100])
    (folder / "link.age").symlink_to(folder / "words.txt")
    os.mkfifo(folder / "pipe.age")
    done = receive(case, [folder])
    assert done.new == 2
    assert dict(done.refused) == {
        "cut.age": "length", "other.age": "other_key", "empty.age": "empty", "big.age": "too_large", "words.txt": "not_age", "deep.age": "header",
        "link.age": "not_a_file", "pipe.age": "not_a_file",
    }  # fmt: skip
    assert len(case.evidence()) == 2
    (batch,) = CaseRecords(case).current(BATCH)
    assert (batch.data["new"], sum(batch.data["refused"].values())) == (2, 8)
    assert triage(case).refused == 8
    assert stat.S_ISFIFO((folder / "pipe.age").lstat().st_mode)
    assert [each.name for each in (case.path / "tmp").iterdir() if each.name != "lock"] == []


def test_what_the_key_opens_and_no_form_wrote_is_kept_and_comes_last(inbox: Inbox) -> None:
    case, intake, folder = inbox
    (folder / "a.age").write_bytes(encrypted(bytes(65_536), intake.recipient))
    sent(folder, intake, GENUINE[:4])
    done = receive(case, [folder])
    assert (done.new, done.faulty, done.refused) == (5, 1, ())
    assert [each.received.fault for each in triage(case).items] == ["", "", "", "", "not_envelope"]


def test_a_submission_that_was_added_as_evidence_before_is_received_all_the_same(inbox: Inbox) -> None:
    case, intake, folder = inbox
    (file,) = sent(folder, intake, GENUINE[:1])
    (evidence,) = add(case, [file])
    assert receive(case, [file]).new == 1
    assert [each.id for each in case.evidence()] == [evidence.id]
    assert triage(case).items[0].received.evidence == evidence.id


def test_nothing_of_it_lies_on_the_disk_in_the_clear(inbox: Inbox) -> None:
    case, intake, folder = inbox
    canary, name = "kanariya-7f31 ཀ་ན་རི", "canary-of-a-name.pdf"
    files = [(name, b"%PDF-1.7 canary of an attachment")]
    (folder / "a.age").write_bytes(submission(intake.id, intake.recipient, canary * 9, files=files, contact="canary of a contact"))
    receive(case, [folder])
    triage(case)
    held = b"".join(each.read_bytes() for each in case.path.rglob("*") if each.is_file())
    wanted = [canary.encode(), name.encode(), b"canary of an attachment", b"canary of a contact", canary.encode("utf-16-le"), intake.secret.encode()]
    assert [each for each in wanted if each in held] == []


def test_an_empty_folder_a_plain_case_and_a_case_without_an_intake_are_told(inbox: Inbox, tmp_path: pathlib.Path) -> None:
    case, _, folder = inbox
    with pytest.raises(WrongUsage, match="no file in the folder"):
        receive(case, [folder])
    (folder / "a.age").write_bytes(b"words")
    with pytest.raises(Refused, match="not encrypted"):
        receive(new_case(tmp_path / "plain", plain=True), [folder])
    with pytest.raises(WrongUsage, match="has no intake"):
        receive(new_case(tmp_path / "other", identity=case.identity, recovery=False), [folder])


def test_a_file_that_kills_the_process_is_named_and_the_others_go_on(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    case, intake, folder = inbox
    sent(folder, intake, GENUINE[:6])
    (folder / "dead.age").write_bytes(submission(intake.id, intake.recipient, "this one kills"))
    monkeypatch.setattr("counterwatch.incidents.intake.reading.CONFINED", "child_that_dies")
    done = receive(case, [folder])
    assert (done.new, done.refused) == (6, (("dead.age", "child"),))


def test_stopped_in_the_middle_keeps_whole_portions_and_goes_on(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    case, intake, folder = inbox
    monkeypatch.setattr("counterwatch.api.intake_files.PORTION_FILES", 4)
    sent(folder, intake, GENUINE)
    asked = iter(range(10_000))
    with pytest.raises(Cancelled):
        receive(case, [folder], cancel=lambda: next(asked) > 40)
    there = len(list(CaseRecords(case).ids(KIND)))
    assert there % 4 == 0
    done = receive(case, [folder])
    assert (done.again, done.new) == (there, 20 - there)


def test_attachments_are_looked_at_and_stay_inside_the_sealed_file(inbox: Inbox) -> None:
    case, intake, folder = inbox
    noise = random.Random(1).randbytes(300_000)
    files = [("../p\u202efdp.exe".replace("/", "_"), b"MZ\x90\x00\x03" + bytes(30)), ("noise.jpg", noise)]
    (folder / "a.age").write_bytes(encrypted(envelope(told(intake.id, "see the files", files=files), files), intake.recipient))
    receive(case, [folder])
    (item,) = triage(case).items
    assert [(each.kind, each.warnings) for each in item.received.looks] == [("program", ("disguised", "starts")), ("other", ("mismatch",))]
    assert len(case.evidence()) == 1
