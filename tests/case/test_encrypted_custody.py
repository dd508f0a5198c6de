from pathlib import Path

import msgspec
import pytest

from case_examples import ME, SIGNER, copied, encrypted_case, files_of
from counterwatch.api import custody
from counterwatch.api.case import signer_of
from counterwatch.case import AnchorOutcome, Case, Identity, Outside, add_recipient, verify
from counterwatch.case.anchor import accept, write_digest
from counterwatch.case.handover import offer, record_receipt, sign_receipt
from counterwatch.case.heads import line_of, read_head

CLINIC, STRANGER = Identity.new(), Identity.new()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.open(encrypted_case(tmp_path), identity=ME)


def kept(folder: Path, data: bytes) -> Path:
    file = folder / "received"
    file.write_bytes(data)
    return file


def test_one_who_can_read_it_signs_for_its_contents(case: Case, tmp_path: Path) -> None:
    add_recipient(case, CLINIC.recipient, signer=signer_of(case))
    made = offer(case, signer=signer_of(case), purpose="review", receiver="the clinic")
    copy = Case.open(copied(case.path, tmp_path), identity=CLINIC)
    before = files_of(copy.path)
    _given, receipt = sign_receipt(copy, signer=signer_of(copy))
    assert files_of(copy.path) == before
    assert receipt.levels == {"0": "pass", "1": "pass", "2": "pass", "3": "not checked"}
    accepted = record_receipt(case, kept(tmp_path, receipt.data), signer=signer_of(case))
    assert (accepted.seq, accepted.signer) == (made.head.seq, CLINIC.signer.id)
    assert verify(case.path, identity=ME).is_good
    assert case.content(accepted.object) == receipt.data


def test_one_who_cannot_read_it_signs_for_its_bytes(case: Case, tmp_path: Path) -> None:
    offer(case, signer=SIGNER)
    _given, receipt = sign_receipt(Case.open(copied(case.path, tmp_path)), signer=STRANGER.signer)
    assert receipt.levels == {"0": "pass", "1": "pass", "2": "not checked", "3": "not checked"}
    assert record_receipt(case, kept(tmp_path, receipt.data), signer=SIGNER).signer == STRANGER.signer.id


def test_the_exhibit_list_holds_what_the_evidence_holds(case: Case) -> None:
    made = offer(case, signer=SIGNER)
    assert [(each.name, each.sha256) for each in made.exhibits] == [(each.name, each.sha256) for each in case.evidence()]
    (offered,) = case.custody()[-1].offers
    assert b"Hubei.csv" in case.content(offered.exhibits)
    assert not any(b"Hubei" in data for data in files_of(case.path).values())


def test_a_receipt_that_was_replaced_is_named(case: Case, tmp_path: Path) -> None:
    offer(case, signer=SIGNER)
    _given, receipt = sign_receipt(Case.open(copied(case.path, tmp_path)), signer=STRANGER.signer)
    record_receipt(case, kept(tmp_path, receipt.data), signer=SIGNER)
    (file,) = case.layout.anchors.glob("receipt-*.json")
    _given, later = sign_receipt(Case.open(tmp_path / "copy"), signer=STRANGER.signer)
    file.write_bytes(later.data.replace(b"payload", b"payloae", 1))
    assert {each.file for each in verify(case.path, identity=ME).defects} == {case.layout.shown(file)}


def test_anchors_outlive_a_change_of_recipients(case: Case, tmp_path: Path) -> None:
    head, _file = write_digest(case)
    answer = bytes.fromhex("0083dfe30d2ef90c8e") + b"\x0c\x0bexample.org"
    anchor = accept(case, kept(tmp_path, answer), signer=SIGNER)
    add_recipient(case, CLINIC.recipient, signer=SIGNER)
    found = verify(case.path, identity=CLINIC, outside=Outside(heads=[read_head(line_of(case.id, head))]))
    assert found.is_good
    assert found.anchoring is not None
    assert (found.anchoring.outcome, found.anchoring.seq) == (AnchorOutcome.PASS, head.seq)
    assert anchor.head == head


def test_a_set_back_case_is_found_without_a_key(case: Case, tmp_path: Path) -> None:
    earlier = copied(case.path, tmp_path)
    custody.record(case, "view", ["Hubei.csv"], purpose="drafting")
    head = read_head(line_of(case.id, case.head))
    found = verify(earlier, outside=Outside(heads=[head]))
    assert [each.message.id for each in found.defects] == ["case.anchor_check.no_such_head"]


def test_head_and_request_take_no_key(case: Case) -> None:
    head, line = custody.head_line(case.path)
    assert (head, line) == (case.head, line_of(case.id, case.head))
    assert custody.request_timestamp(case.path)[0] == head


def test_custody_and_criteria_speak_of_an_encrypted_case(case: Case) -> None:
    custody.record(case, "view", ["Hubei.csv"], purpose="drafting", authority="consent")
    (said,) = case.custody()[-1].custody
    assert (said.purpose, said.evidence) == ("drafting", (case.evidence()[0].id,))
    assert {msgspec.to_builtins(each.answer)["english"] for each in custody.criteria(case)} == {"yes", "partly", "not by us"}
    assert "unchanged" in str(custody.criteria(case)[0].why)
