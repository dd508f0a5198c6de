"""A time-stamp over an encrypted case: asked for and checked without a key, recorded with one, and still there after the recipients changed."""

import shutil
from pathlib import Path

import pytest

from case_examples import ME, copied, encrypted_case, files_of
from counterwatch.case import AnchorOutcome, Case, Identity, Outside, add_recipient, remove_recipient, verify
from counterwatch.case.anchor import accept, write_request
from counterwatch.core import UnreadableEvidence
from counterwatch.core.errors import VerificationFailed
from test_anchor import Authority

FRIEND = Identity.new()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl here")
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encrypted_case(tmp_path_factory.mktemp("encrypted"))


@pytest.fixture
def case(whole: Path, tmp_path: Path) -> Case:
    return Case.open(copied(whole, tmp_path), identity=ME)


def outcome(case: Case, authority: Authority, identity: Identity | None) -> tuple[bool, AnchorOutcome, int | None]:
    found = verify(case.path, identity=identity, outside=Outside(roots=authority.root))
    assert found.anchoring is not None
    return found.is_good, found.anchoring.outcome, found.anchoring.seq


def test_a_reply_is_recorded_and_leads_to_its_authority_with_and_without_a_key(case: Case, authority: Authority) -> None:
    head, request = write_request(Case.open(case.path))
    reply = authority.reply(request)
    anchor = accept(case, reply, signer=ME.signer)
    assert (anchor.head, anchor.form) == (head, "rfc3161")
    for identity in (None, ME):
        assert outcome(case, authority, identity) == (True, AnchorOutcome.PASS, head.seq)
    (recorded,) = case.custody()[-1].anchors
    assert (recorded.head, recorded.seq, recorded.form) == (head.hash, head.seq, "rfc3161")
    token = (case.layout.anchors / f"{head.hash}.tsr").read_bytes()
    assert reply.read_bytes().endswith(token) or token == reply.read_bytes()
    # Beside the ledger it lies in the clear, because it is about a head only; among the objects it is sealed like everything else.
    assert [name for name, data in files_of(case.path).items() if token in data] == [f"anchors/{head.hash}.tsr"]


def test_the_token_outlives_a_change_of_recipients(case: Case, authority: Authority) -> None:
    head, request = write_request(case)
    accept(case, authority.reply(request), signer=ME.signer)
    add_recipient(case, FRIEND.recipient, signer=ME.signer)
    assert outcome(case, authority, FRIEND) == (True, AnchorOutcome.PASS, head.seq)
    remove_recipient(case, FRIEND.recipient, signer=ME.signer)
    assert outcome(case, authority, ME) == (True, AnchorOutcome.PASS, head.seq)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.95])
def test_a_changed_token_is_named_by_those_who_can_read_the_record(case: Case, authority: Authority, place: float) -> None:
    head, request = write_request(case)
    accept(case, authority.reply(request), signer=ME.signer)
    file = case.layout.anchors / f"{head.hash}.tsr"
    data = bytearray(file.read_bytes())
    data[int(len(data) * place)] ^= 1
    file.write_bytes(data)
    assert case.layout.shown(file) in {each.file for each in verify(case.path, identity=ME).defects}


def test_a_reply_about_another_case_or_cut_short_records_nothing(case: Case, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Case.open(encrypted_case(tmp_path / "other"), identity=ME)
    _head, request = write_request(other)
    reply = authority.reply(request)
    before = files_of(case.path)
    with pytest.raises(VerificationFailed):
        accept(case, reply, signer=ME.signer)
    reply.write_bytes(reply.read_bytes()[:-20])
    with pytest.raises(UnreadableEvidence):
        accept(other, reply, signer=ME.signer)
    assert files_of(case.path) == before
