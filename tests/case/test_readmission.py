"""Back into a case with its recovery key: what it takes, what verification says afterwards, and what a forged recovery looks like."""

import base64
import hashlib
import hmac
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_examples import ME, SIGNER, files_of, new_case
from counterwatch.api.members import members
from counterwatch.api.readmission import recover
from counterwatch.case import Case, Identity, Locked, Signer, add_recipient, remove_recipient, verify
from counterwatch.case.case_file import CaseFile
from counterwatch.case.checkpoint import Checkpoint, signed
from counterwatch.case.recovery_key import new_recovery, read_recovery, recipient_of, recovery_identity
from counterwatch.core import CounterwatchError, canonical
from counterwatch.core.errors import VerificationFailed

YOU = Identity.new()


class Lost:
    """A case of four entries whose founder has only the recovery key left."""

    def __init__(self, folder: Path) -> None:
        case = Case.create(folder / "case", identity=ME)
        self.key, self.told, self.path = case.take_recovery(), list[str](), case.path
        for number in range(3):
            file = folder / f"{number}.csv"
            file.write_text(f"day,cases\n2020-03-0{number + 1},{number}\n" * 40)
            with case.write("add", signer=SIGNER) as batch:
                batch.seal(file, note="乌鲁木齐 ئۈرۈمچى ལྷ་ས")

    def back(self, *keys: str, own: Identity = YOU) -> Case:
        left = iter(keys or (self.key,))
        recover(self.path, ask=lambda _wrong: next(left, None), tell=self.told.append, identity=own)
        return Case.open(self.path, identity=own)


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    return Lost(tmp_path)


def test_whoever_has_the_recovery_key_reads_everything_and_goes_on_writing(lost: Lost) -> None:
    before = [(each.id, Case.open(lost.path, identity=ME).evidence_source(each.id)) for each in Case.open(lost.path, identity=ME).evidence()]
    case = lost.back()
    assert [(each.id, case.evidence_source(each.id)) for each in case.evidence()] == before
    with case.write("view", signer=YOU.signer):
        pass
    for identity in (None, YOU, ME):
        assert verify(lost.path, identity=identity).is_good
    assert not [name for name, data in files_of(lost.path).items() if any(each.encode() in data for each in (lost.key, *lost.told))]


def test_verification_says_without_a_key_who_let_the_new_signer_in(lost: Lost) -> None:
    case = lost.back()
    with case.write("view", signer=YOU.signer):
        pass
    (note,) = verify(lost.path, level=0).notes
    assert (note.file, note.message.id) == ("ledger/000005.jsonl", "case.notes.recovered")
    assert {name: note.message.params[name] for name in ("seq", "named", "signer", "n")} == {"seq": 5, "named": 1, "signer": YOU.signer.id, "n": 1}
    of_case = members(lost.path)
    assert (of_case.founder, of_case.recovered) == (SIGNER.id, (YOU.signer.id,))


def test_a_used_recovery_key_opens_nothing_more_and_the_new_one_does(lost: Lost) -> None:
    lost.back()
    with pytest.raises(Locked, match="not the recovery key of this case"):
        lost.back(own=Identity.new())
    assert lost.back(lost.told[0], own=(third := Identity.new())).evidence()
    assert verify(lost.path, identity=third).is_good
    assert [note.message.params["named"] for note in verify(lost.path, level=0).notes] == [1, 5]


def test_a_key_that_cannot_be_shown_changes_nothing(lost: Lost) -> None:
    before = files_of(lost.path)

    def tell(_key: str) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        recover(lost.path, ask=lambda _wrong: lost.key, tell=tell, identity=YOU)
    assert files_of(lost.path) == before


MEMBER = ME.secret
OTHER = new_recovery().secret
CASE_FILE = msgspec.structs.replace(
    CaseFile.new(SIGNER), mode="encrypted", recipients=(recipient_of(recovery_identity(OTHER)),), secret=hashlib.sha256().hexdigest()
)
WRONG = {
    "case.recovery_key.other_case": OTHER, "case.recovery_key.is_member": MEMBER, "case.recovery_key.not_one": "correct horse battery",
    "case.recovery_key.no_key": None,
}  # fmt: skip


@pytest.mark.parametrize(("said", "typed"), WRONG.items(), ids=WRONG)
def test_another_key_is_named_for_what_it_is_and_changes_nothing(lost: Lost, said: str, typed: str | None) -> None:
    before = files_of(lost.path)
    answers = iter([typed])
    with pytest.raises(CounterwatchError) as caught:
        recover(lost.path, ask=lambda _wrong: next(answers, None), tell=lost.told.append, identity=YOU)
    assert (caught.value.message.id, caught.value.hint is not None, lost.told) == (said, True, [])
    assert files_of(lost.path) == before


def test_after_five_wrong_keys_nobody_is_asked_again(lost: Lost) -> None:
    before, heard = files_of(lost.path), list[str]()
    typed = iter([OTHER, "", MEMBER, lost.key[:-1], "吾の鍵", lost.key])

    def ask(wrong: object) -> str:
        heard.append(getattr(wrong, "id", ""))
        return next(typed)

    with pytest.raises(Locked, match="5 times"):
        recover(lost.path, ask=ask, tell=lost.told.append, identity=YOU)
    assert heard == ["", "case.recovery_key.other_case", "case.recovery_key.not_one", "case.recovery_key.is_member", "case.recovery_key.not_one"]
    assert (list(typed), files_of(lost.path)) == ([lost.key], before)


def test_cases_that_no_key_can_recover_say_so(lost: Lost, tmp_path: Path) -> None:
    def said(case: Case) -> str:
        before = files_of(case.path)
        with pytest.raises(CounterwatchError) as caught:
            recover(case.path, ask=lambda _wrong: lost.key, tell=lost.told.append, identity=YOU)
        assert (files_of(case.path), lost.told) == (before, [])
        return caught.value.message.id

    assert said(new_case(tmp_path / "plain")) == "case.rekey.is_plain"
    without = Case.create(tmp_path / "without", identity=ME, recovery=False)
    assert said(without) == "case.readmission.no_recovery"
    # As a recovery key was named before it could sign.
    add_recipient(without, recovery_identity(lost.key).recipient, label="recovery", signer=SIGNER)
    assert said(without) == "case.readmission.cannot_sign"
    path = next((lost.path / "ledger").glob("*2.jsonl"))
    path.write_bytes(path.read_bytes().replace(b'"verb":"add"', b'"verb":"ade"'))
    assert said(Case.open(lost.path)) == "case.recovery.damaged"


def test_nothing_is_recovered_for_somebody_who_is_in(lost: Lost) -> None:
    before = files_of(lost.path)
    with pytest.raises(CounterwatchError, match="already"):
        lost.back(own=ME)
    assert (files_of(lost.path), lost.told) == (before, [])


def test_a_recovery_key_that_was_taken_away_lets_nobody_in(lost: Lost) -> None:
    recovery = recovery_identity(lost.key)
    remove_recipient(Case.open(lost.path, identity=ME), recovery.recipient, signer=SIGNER)
    found = verify(lost.path, identity=ME)
    assert (found.is_good, found.notes) == (True, ())
    forge(lost.path, recovery.signer, recovery.signer, "recover")
    assert messages(lost.path) == {"case.ledger.no_recovery", "case.ledger.not_admitted"}


def messages(root: Path) -> set[str]:
    return {defect.message.id for defect in verify(root, level=0).defects}


def forge(root: Path, named: Signer, by: Signer, verb: str) -> None:
    """Add an entry that names one signer, in a segment that another closes, both chained and signed as they should be."""
    number = len(list((root / "ledger").glob("*.jsonl")))
    last, before = root / f"ledger/{number:06d}.jsonl", root / f"ledger/{number:06d}.checkpoint.json"
    claim = msgspec.json.decode(base64.b64decode(msgspec.json.decode(before.read_bytes())["payload"]), type=Checkpoint)
    entry = msgspec.json.decode(last.read_bytes())
    line = canonical(entry | {"seq": entry["seq"] + 1, "prev": hashlib.sha256(last.read_bytes()[:-1]).hexdigest(), "signer": named.id, "verb": verb})
    new = msgspec.structs.replace(
        claim, segment=number + 1, first=claim.last + 1, last=claim.last + 1, count=1, head=hashlib.sha256(line).hexdigest(),
        sha256=hashlib.sha256(line + b"\n").hexdigest(), previous=hashlib.sha256(before.read_bytes()).hexdigest(),
    )  # fmt: skip
    (root / f"ledger/{number + 1:06d}.jsonl").write_bytes(line + b"\n")
    (root / f"ledger/{number + 1:06d}.checkpoint.json").write_bytes(signed(new, by))


Forgery = Callable[[Signer], tuple[Signer, Signer, str]]
FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "a former signer says that the recovery key let somebody in": (
        lambda _key: (SIGNER, SIGNER, "recover"), {"case.ledger.no_recovery", "case.ledger.no_recovery_key"},
    ),
    "a former signer names the recovery key and cannot sign with it": (
        lambda key: (key, SIGNER, "recover"), {"case.ledger.no_recovery_key"},
    ),
    "a stranger does": (
        lambda _key: (YOU.signer, YOU.signer, "recover"), {"case.ledger.no_recovery", "case.checkpoint.unknown"},
    ),
    "the recovery key signs something else": (
        lambda key: (key, key, "add"), {"case.ledger.stranger", "case.ledger.only_recovers"},
    ),
    "the recovery key signs in the name of a former signer": (
        lambda key: (SIGNER, key, "add"), {"case.ledger.only_recovers"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forgery", "said"), FORGERIES.values(), ids=FORGERIES)
def test_a_recovery_that_the_key_did_not_sign_is_seen_without_any_key(lost: Lost, forgery: Forgery, said: set[str]) -> None:
    forge(lost.path, *forgery(recovery_identity(lost.key).signer))
    assert messages(lost.path) == said
    with pytest.raises(VerificationFailed), Case.open(lost.path, identity=ME).write("add", signer=SIGNER):
        pass


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")
@pytest.mark.parametrize("forgery", [each for each, _said in FORGERIES.values()], ids=FORGERIES)
def test_the_instructions_see_it_too(lost: Lost, forgery: Forgery) -> None:
    from test_instructions import follow

    lost.back()
    text = (lost.path / "VERIFY.txt").read_text()
    assert follow(lost.path, text).stdout.splitlines()[-1] == "GOOD"
    forge(lost.path, *forgery(recovery_identity(lost.told[0]).signer))
    answer = follow(lost.path, text).stdout
    assert answer.splitlines()[-1] == "BAD"
    assert any(words in answer for words in ("back in", "not admitted"))


def test_a_used_recovery_key_cannot_sign_a_second_recovery(lost: Lost) -> None:
    lost.back()
    used = recovery_identity(lost.key).signer
    forge(lost.path, used, used, "recover")
    assert messages(lost.path) == {"case.ledger.no_recovery", "case.ledger.not_admitted"}


def test_a_changed_byte_of_the_recovery_is_the_only_thing_blamed(lost: Lost) -> None:
    case = lost.back()
    with case.write("view", signer=YOU.signer):
        pass
    path = lost.path / "ledger/000005.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"verb":"recover"', b'"verb":"recovex"'))
    assert {each.file for each in verify(lost.path, level=0).defects} == {"ledger/000005.jsonl"}


def test_every_key_that_ever_signed_is_still_checked(lost: Lost) -> None:
    lost.back()
    for file in sorted((lost.path / "keys").glob("*.pem")):
        whole = file.read_bytes()
        file.write_bytes(whole.replace(b"MCow", b"MCox"))
        assert f"keys/{file.name}" in {each.file for each in verify(lost.path, level=0).defects}
        file.write_bytes(whole)
    assert verify(lost.path, level=0).is_good


def test_the_signing_key_follows_from_the_recovery_key_as_the_format_says() -> None:
    """HKDF-SHA-256 with nothing but HMAC (RFC 5869), then the Ed25519 key with these 32 bytes as its seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    drawn = hmac.digest(bytes(32), OTHER.encode(), "sha256")
    seed = hmac.digest(drawn, b"counterwatch recovery signing" + b"\x01", "sha256")
    assert Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() == recovery_identity(OTHER).signer.public


@given(st.lists(st.integers(0, 74), max_size=20), st.booleans(), st.booleans())
def test_a_key_is_read_however_it_was_copied_from_paper(breaks: list[int], is_lower: bool, is_wide: bool) -> None:
    typed = OTHER.lower() if is_lower else OTHER
    typed = "".join(chr(ord(each) + 0xFEE0) for each in typed) if is_wide else typed
    for place in sorted(breaks, reverse=True):
        typed = typed[:place] + " \n\u3000"[place % 3] + typed[place:]
    assert read_recovery(typed, CASE_FILE).secret == OTHER


@given(st.text() | st.text("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", min_size=58, max_size=58).map("AGE-SECRET-KEY-1".__add__))
def test_no_error_repeats_what_was_typed(typed: str) -> None:
    with pytest.raises(CounterwatchError) as caught:
        read_recovery(typed, CASE_FILE)
    assert caught.value.message.params == {}
    assert caught.value.hint is not None
    assert caught.value.hint.params == {}
