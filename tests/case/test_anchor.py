import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import AnchorOutcome, Case, Outside, verify
from counterwatch.case.anchor import accept, note_printed, write_digest, write_request
from counterwatch.case.heads import grouped, line_of, read_head
from counterwatch.case.opentimestamps import HEADER, BadProof, proof_from_answer, read_proof
from counterwatch.core import CounterwatchError, UnreadableEvidence, WrongUsage
from counterwatch.core.errors import VerificationFailed

AUTHORITY = """
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[stamping]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
"""


class Authority:
    """A time-stamp authority of our own, run with openssl."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "a.cnf").write_text(AUTHORITY)
        (folder / "serial").write_text("01\n")
        for name, subject in (("ca", "/CN=Root of the tests"), ("tsa", "/CN=Stamp of the tests")):
            self.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
            self.run("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr")
        extensions = ("-extfile", "a.cnf", "-days", "3650")
        self.run("x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", *extensions, "-extensions", "ca", "-out", "ca.pem")
        self.run(
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-set_serial",
            "2",
            *extensions,
            "-extensions",
            "tsa",
            "-out",
            "tsa.pem",
        )

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def reply(self, request: Path) -> Path:
        answer = self.folder / f"{request.stem}.answer"
        self.run("ts", "-reply", "-config", "a.cnf", "-section", "stamping", "-queryfile", str(request), "-out", str(answer))
        return answer


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl here")
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Path, tmp_path: Path) -> Case:
    return Case.open(copied(small, tmp_path))


def write(case: Case) -> None:
    with case.write("view", signer=SIGNER):
        pass


def set_back(case: Case, kept: int) -> None:
    """Put the earlier whole state with so many entries back, and remove the index, which would remember."""
    for path in case.layout.ledger.iterdir():
        if int(path.name[:6]) > kept:
            path.unlink()
    case.layout.index.unlink(missing_ok=True)


def stamped(case: Case, authority: Authority) -> Path:
    _head, request = write_request(case)
    return authority.reply(request)


def test_without_an_anchor_a_rollback_is_not_checkable_and_verification_says_so(case: Case) -> None:
    set_back(case, 3)
    found = verify(case.path)
    assert found.is_good
    assert found.anchoring is not None
    assert found.anchoring.outcome is AnchorOutcome.NOT_CHECKABLE


def test_a_time_stamp_is_asked_for_and_kept(case: Case, authority: Authority) -> None:
    head = case.head
    anchor = accept(case, stamped(case, authority), signer=SIGNER)
    assert (anchor.head, anchor.form) == (head, "rfc3161")
    write(case)
    loose, firm = verify(case.path), verify(case.path, outside=Outside(roots=authority.root))
    assert loose.anchoring is not None
    assert firm.anchoring is not None
    assert (loose.is_good, loose.anchoring.outcome, loose.anchoring.seq) == (True, AnchorOutcome.NOT_CHECKED, head.seq)
    assert (firm.is_good, firm.anchoring.outcome, firm.anchoring.seq) == (True, AnchorOutcome.PASS, head.seq)


def test_openssl_agrees_with_the_token_that_the_case_keeps(case: Case, authority: Authority) -> None:
    head = case.head
    kept = accept(case, stamped(case, authority), signer=SIGNER).file
    line = case.layout.segment(head.seq).read_bytes()[:-1]
    assert hashlib.sha256(line).hexdigest() == head.hash
    authority.run("ts", "-verify", "-digest", head.hash, "-in", str(kept), "-CAfile", "ca.pem")


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_a_case_set_back_before_its_time_stamp_is_seen(case: Case, authority: Authority, kept: int) -> None:
    accept(case, stamped(case, authority), signer=SIGNER)
    set_back(case, kept)
    found = verify(case.path)
    assert found.anchoring is not None
    assert (found.is_good, found.anchoring.outcome) == (False, AnchorOutcome.FAIL)
    assert {each.message.id for each in found.defects} == {"case.anchor_check.gone"}


def test_nobody_writes_a_second_history_behind_a_ledger_that_was_set_back(case: Case, authority: Authority) -> None:
    accept(case, stamped(case, authority), signer=SIGNER)
    set_back(case, 3)
    before = files_of(case.path)
    with pytest.raises(VerificationFailed, match="set back or written anew"):
        write(Case.open(case.path))
    assert files_of(case.path) == before


def test_a_case_set_back_to_after_its_time_stamp_is_not_seen_beyond_it(case: Case, authority: Authority) -> None:
    accept(case, stamped(case, authority), signer=SIGNER)
    write(case)
    set_back(case, 5)
    found = verify(case.path, outside=Outside(roots=authority.root))
    assert found.is_good
    assert found.anchoring is not None
    assert found.anchoring.message.params == {"seq": 4, "last": 5}


def test_no_flipped_bit_of_a_kept_token_goes_unseen(case: Case, authority: Authority) -> None:
    kept = accept(case, stamped(case, authority), signer=SIGNER).file
    assert kept is not None
    whole = kept.read_bytes()
    for position in range(0, len(whole), 23):
        kept.write_bytes(whole[:position] + bytes([whole[position] ^ 1 << position % 8]) + whole[position + 1 :])
        assert not verify(case.path).is_good, position


def test_an_authority_that_is_not_the_one_brought_is_named(case: Case, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other")
    accept(case, stamped(case, other), signer=SIGNER)
    found = verify(case.path, outside=Outside(roots=authority.root))
    assert [each.message.id for each in found.defects] == ["case.timestamp.not_by"]
    with pytest.raises(CounterwatchError, match="certificate in PEM form"):
        verify(case.path, outside=Outside(roots=b"nothing", roots_file="root.pem"))


def test_the_answer_to_another_request_is_refused(case: Case, authority: Authority) -> None:
    _head, request = write_request(case)
    first = authority.reply(request)
    request.unlink()
    write_request(case)
    with pytest.raises(VerificationFailed, match="answers another request"):
        accept(case, first, signer=SIGNER)


def test_a_time_stamp_over_another_case_is_refused(case: Case, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Case.open(small_case(tmp_path / "other"))
    before = files_of(case.path)
    with pytest.raises(VerificationFailed, match="no entry of this case"):
        accept(case, stamped(other, authority), signer=SIGNER)
    assert files_of(case.path) == before


def test_an_anchor_is_recorded_once(case: Case, authority: Authority) -> None:
    reply = stamped(case, authority)
    accept(case, reply, signer=SIGNER)
    with pytest.raises(WrongUsage, match="recorded before, in entry 5"):
        accept(case, reply, signer=SIGNER)


@given(st.binary(max_size=400))
def test_what_is_no_answer_is_refused_by_name(small: Path, data: bytes) -> None:
    file = small.parent / "answer"
    for content in (data, b"\x30" + data, HEADER + data):
        file.write_bytes(content)
        with pytest.raises(UnreadableEvidence, match="neither"):
            accept(Case.open(small), file, signer=SIGNER)


def test_a_head_on_paper_shows_a_rollback(case: Case) -> None:
    head = note_printed(case, signer=SIGNER, note="read out to the notary")
    assert [(each.seq, each.note) for each in case.custody()[-1].anchors] == [(4, "read out to the notary")]
    paper = Outside(heads=[read_head(f"{head.seq}: {grouped(head.hash)[:19]}")])
    kept = verify(case.path, outside=paper)
    assert kept.anchoring is not None
    assert (kept.anchoring.outcome, kept.anchoring.message.params) == (AnchorOutcome.PASS, {"seq": 4, "last": 5})
    set_back(case, 3)
    back = verify(case.path, outside=paper)
    assert not back.is_good
    assert [each.message.id for each in back.defects] == ["case.anchor_check.no_such_head"]


def test_a_history_that_its_signer_wrote_anew_is_seen_by_who_holds_a_head(case: Case) -> None:
    """The one who holds the key puts an earlier state back and goes on otherwise: only an anchor tells."""
    head = case.head
    set_back(case, 3)
    write(case)
    assert verify(case.path).is_good
    assert not verify(case.path, outside=Outside(heads=[read_head(line_of(case.id, head))])).is_good


@given(st.integers(1, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(16, 64), st.booleans())
def test_a_head_reads_back_however_it_is_written(seq: int, hash: str, digits: int, is_upper: bool) -> None:
    short = hash[:digits]
    for text in (f"{seq}: {grouped(short)}", f"counterwatch 0e4c8b0a-2f9e-4d6e-a6e1-5f43a1c7c2b4 {seq}: {short}", f"  {seq}:\n{short}  "):
        found = read_head(text.upper() if is_upper else text)
        assert (found.seq, found.hash) == (seq, short)
    assert read_head(grouped(short)).seq is None


@pytest.mark.parametrize("text", ["", "12", "12: 3f2a", "12: 3f2a 99b1 04cc 7e1", "hello", "12: " + "0" * 65, "12: 3f2a 99b1 04cc 7e1O"])
def test_a_head_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage):
        read_head(text)


# The bytes of a proof, put together by hand from the published format.
PENDING = bytes.fromhex("0083dfe30d2ef90c8e") + bytes([24, 23]) + b"https://calendar.invalid"[:23]


def block(height: int) -> bytes:
    number = b"".join(
        bytes([(height >> shift & 0x7F) | (0x80 if height >> shift + 7 else 0)]) for shift in (0, 7, 14) if not shift or height >> shift
    )
    return bytes.fromhex("000588960d73d71901") + bytes([len(number)]) + number


def test_a_calendars_answer_becomes_a_proof_that_is_kept(case: Case, tmp_path: Path) -> None:
    head, digest = write_digest(case)
    assert digest.read_bytes().hex() == head.hash
    file = tmp_path / "answer"
    file.write_bytes(b"\xf0\x04salt\x08" + PENDING)
    anchor = accept(case, file, signer=SIGNER)
    assert (anchor.head, anchor.form, anchor.file) == (head, "opentimestamps", case.layout.anchors / f"{head.hash}.ots")
    found = verify(case.path)
    assert found.anchoring is not None
    assert (found.is_good, found.anchoring.outcome) == (True, AnchorOutcome.NOT_CHECKED)
    set_back(case, 2)
    assert not verify(case.path).is_good


def test_a_proof_leads_where_its_operations_lead() -> None:
    digest = hashlib.sha256(b"head").digest()
    answer = b"\xff" + b"\xf0\x04salt\x08" + PENDING + b"\xf1\x03pre\x02\xf2\xf3\x08" + block(800_000)
    proof = read_proof(proof_from_answer(digest.hex(), answer))
    reversed_hex = hashlib.sha1(b"pre" + digest).digest()[::-1].hex().encode()
    assert [(each.kind, each.place, each.commitment) for each in proof.attestations] == [
        ("pending", "https://calendar.invalid"[:23], hashlib.sha256(digest + b"salt").hexdigest()),
        ("bitcoin", "800000", hashlib.sha256(reversed_hex).hexdigest()),
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_proof_or_are_refused(data: bytes) -> None:
    for content in (data, HEADER + b"\x01\x08" + bytes(32) + data):
        try:
            read_proof(content)
        except BadProof:
            continue


@pytest.mark.parametrize("tree", [b"", b"\xff", b"\xf0", b"\xff\x00", b"\x08" * 5000, b"\xff" * 5000, PENDING + b"x", b"\x99" + PENDING])
def test_a_bad_tree_is_refused(tree: bytes) -> None:
    with pytest.raises(BadProof):
        read_proof(HEADER + b"\x01\x08" + bytes(32) + tree)


def test_a_message_that_grows_without_end_is_not_followed() -> None:
    proof = read_proof(HEADER + b"\x01\x08" + bytes(32) + b"\xf3" * 60 + PENDING)
    assert [each.commitment for each in proof.attestations] == [None]


def test_a_token_of_ones_own_making_does_not_pass_for_an_authority(case: Case, authority: Authority, tmp_path: Path) -> None:
    """A token that an attacker makes for a history of their own passes only where nobody brings the authority's certificate."""
    (tmp_path / "fake").mkdir()
    accept(case, stamped(case, Authority(tmp_path / "fake")), signer=SIGNER)
    found = verify(case.path)
    assert found.anchoring is not None
    assert found.anchoring.outcome is AnchorOutcome.NOT_CHECKED
    assert not verify(case.path, outside=Outside(roots=authority.root)).is_good
