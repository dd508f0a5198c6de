import base64
import hashlib
import hmac
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_examples import ME, SIGNER, copied, encrypted_case, files_of, run_about
from counterwatch.case import Case, Identity, Locked, Signer, add_recipient, admit, remove_recipient, verify
from counterwatch.case.age import checked_recipient, checked_secret, decrypt, new_key, pour_decrypted
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.recovery import recover
from counterwatch.core import CounterwatchError, WrongUsage
from counterwatch.core.errors import Refused, VerificationFailed


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encrypted_case(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case.create(tmp_path_factory.mktemp("sealing") / "case", identity=ME)


def add(case: Case, file: Path, text: str, signer: Signer = SIGNER) -> str:
    file.write_text(text)
    with case.write("add", signer=signer) as batch:
        return batch.seal(file).id


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200_000))
def test_what_is_sealed_is_read_back(case: Case, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "evidence").write_bytes(content)
    with case.write("add", signer=SIGNER) as batch:
        evidence = batch.seal(tmp_path / "evidence")
    assert case.evidence_source(evidence.id) == content
    assert (evidence.sha256, evidence.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert evidence.id != evidence.sha256


def test_the_evidence_id_is_keyed_with_the_case_secret(small: Path) -> None:
    case = Case.open(small, identity=ME)
    secrets = decrypt((small / "keys/secret.age").read_bytes(), ME.secret)
    key = base64.b64decode(json.loads(secrets)["secrets"][0])
    first = case.evidence()[0]
    content = case.evidence_source(first.id)
    assert isinstance(content, bytes)
    assert first.id == hmac.new(key, hashlib.sha256(content).digest(), hashlib.sha256).hexdigest()


def test_the_same_content_is_one_object_in_a_case_and_another_in_the_next(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        case = Case.create(tmp_path / name / "case", identity=ME)
        ids |= {add(case, tmp_path / "file", "same"), add(case, tmp_path / "copy", "same")}
        assert len({each.objects[2] for placed in case.ledger().entries[1:] for each in [placed.entry]}) == 1
        assert verify(case.path, identity=ME).is_good
    assert len(ids) == 2


def test_without_its_key_a_case_is_locked_and_says_what_to_do(small: Path) -> None:
    for identity in (None, Identity.new()):
        with pytest.raises(Locked) as caught:
            Case.open(small, identity=identity).evidence()
        assert caught.value.hint
    assert Case.open(small).head.seq == 4


def test_the_recovery_key_opens_the_case_and_lies_nowhere(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", identity=ME)
    key = case.take_recovery()
    id = add(case, tmp_path / "file", "text")
    assert case.take_recovery() == ""
    assert Case.open(case.path, identity=Identity(key, Signer.new())).evidence_source(id) == b"text"
    assert not [name for name, data in files_of(tmp_path).items() if key.encode() in data]


def test_a_file_is_sealed_in_bounded_memory(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", identity=ME)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(100 << 20)
    tracemalloc.start()
    with case.write("add", signer=SIGNER) as batch:
        name = batch.seal(tmp_path / "large").id
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30 << 20
    assert case.evidence()[0].id == name


def test_a_new_recipient_reads_everything_and_a_removed_one_nothing_more(small: Path, tmp_path: Path) -> None:
    root, you = copied(small, tmp_path), Identity.new()
    case = Case.open(root, identity=ME)
    before = case.evidence()
    add_recipient(case, you.recipient, signer=SIGNER)
    theirs = Case.open(root, identity=you)
    assert theirs.evidence() == before
    assert [theirs.evidence_source(each.id) for each in before] == [Case.open(small, identity=ME).evidence_source(each.id) for each in before]
    assert verify(root, identity=you).is_good
    remove_recipient(case, you.recipient, signer=SIGNER)
    with pytest.raises(Locked, match="other keys"):
        Case.open(root, identity=you)
    assert verify(root, identity=ME).is_good
    for name, data in files_of(root).items():
        if name.startswith("objects/") and data.startswith(b"age-encryption"):
            with pytest.raises(Undecryptable):
                pour_decrypted(io.BytesIO(data), len, you.secret)
    assert [each.id for each in before] == [each.id for each in Case.open(root, identity=ME).evidence()]


def test_evidence_keeps_its_id_after_the_secret_changed(tmp_path: Path) -> None:
    case, you = Case.create(tmp_path / "case", identity=ME), Identity.new()
    first = add(case, tmp_path / "file", "same")
    add_recipient(case, you.recipient, signer=SIGNER)
    remove_recipient(case, you.recipient, signer=SIGNER)
    assert add(case, tmp_path / "file", "same") == first
    with case.write("figures", signer=SIGNER) as batch:
        batch.run(run_about(first))
    assert verify(case.path, identity=ME).is_good


@pytest.mark.parametrize("step", ["entry", "case.json"])
def test_a_change_of_recipients_that_was_interrupted_is_finished_by_the_next_writer(small: Path, tmp_path: Path, step: str) -> None:
    """Put the folder into the state after the entry, or after `case.json`, of a write that was killed."""
    root, you = copied(small, tmp_path), Identity.new()
    old = {name: (root / name).read_bytes() for name in ("case.json", "keys/secret.age")}
    gone = {name: data for name, data in files_of(root).items() if name.startswith("objects/")}
    add_recipient(Case.open(root, identity=ME), you.recipient, signer=SIGNER)
    (root / "ledger/000005.checkpoint.json").rename(root / "tmp/prepared-checkpoint.json")
    (root / "keys/secret.age").rename(root / "tmp/prepared-secret.age")
    (root / "keys/secret.age").write_bytes(old["keys/secret.age"])
    if step == "entry":
        (root / "case.json").rename(root / "tmp/prepared-case.json")
        (root / "case.json").write_bytes(old["case.json"])
    for name, data in gone.items():
        (root / name).write_bytes(data)
    assert verify(root, identity=ME).is_good
    assert len(Case.open(root, identity=ME).evidence()) == 3
    add(Case.open(root, identity=ME), tmp_path / "next", "next")
    assert verify(root, identity=you).is_good
    assert len(Case.open(root, identity=you).evidence()) == 4
    assert not (root / "tmp/prepared-secret.age").exists()


def test_a_damaged_object_stops_a_change_of_recipients_and_nothing_is_changed(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    case = Case.open(root, identity=ME)
    path = case.object_path(case.ledger().entries[1].entry.objects[2])
    path.write_bytes(case.object_path(case.ledger().entries[2].entry.objects[2]).read_bytes())
    before = files_of(root)
    with pytest.raises(VerificationFailed):
        add_recipient(case, Identity.new().recipient, signer=SIGNER)
    assert files_of(root) == before


def test_an_admitted_signer_writes_and_a_stranger_does_not(small: Path, tmp_path: Path) -> None:
    root, you = copied(small, tmp_path), Identity.new()
    mine = Case.open(root, identity=ME)
    add_recipient(mine, you.recipient, signer=SIGNER)
    with pytest.raises(Refused, match="not admitted"):
        add(Case.open(root, identity=you), tmp_path / "file", "theirs", you.signer)
    assert admit(mine, you.signer.public_text, signer=SIGNER) == you.signer.id
    add(Case.open(root, identity=you), tmp_path / "file", "theirs", you.signer)
    add(mine, tmp_path / "file", "mine")
    assert [placed.entry.signer for placed in mine.ledger().entries[-2:]] == [you.signer.id, SIGNER.id]
    assert verify(root, identity=ME).is_good


def test_one_cannot_lock_oneself_out(small: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        remove_recipient(Case.open(copied(small, tmp_path), identity=ME), ME.recipient, signer=SIGNER)


def test_keys_of_other_kinds_are_refused_by_name() -> None:
    public = Identity.new().recipient
    assert checked_recipient(f" {public}\n") == public
    assert checked_secret(key := new_key()) == key
    for text, said in (
        ("age1pq1" + "q" * 60, "post_quantum"),
        ("age1tag1qqqq", "not_x25519"),
        ("ssh-ed25519 AAAA", "not_x25519"),
        ("x", "not_a_key"),
    ):
        with pytest.raises(WrongUsage) as caught:
            checked_recipient(text)
        assert caught.value.message.id == f"case.age.{said}"
        assert caught.value.hint
    with pytest.raises(WrongUsage) as caught:
        checked_secret("AGE-SECRET-KEY-PQ-1QQQQ")
    assert caught.value.message.id == "case.age.post_quantum"
    with pytest.raises(WrongUsage):
        checked_recipient(public[:-1] + ("q" if public[-1] != "q" else "p"))


def test_a_lost_or_foreign_secret_is_named(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    other = encrypted_case(tmp_path)
    (root / "keys/secret.age").write_bytes((other / "keys/secret.age").read_bytes())
    assert [each.file for each in verify(root, identity=ME).defects] == ["keys/secret.age"]
    with pytest.raises(VerificationFailed, match=r"secret\.age"):
        Case.open(root, identity=ME)
    (root / "keys/secret.age").unlink()
    with pytest.raises(CounterwatchError):
        Case.open(root, identity=ME)


def test_recovery_of_a_good_case_changes_nothing(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    before = files_of(root)
    case = Case.open(root, identity=ME)
    assert recover(case.layout, case.ledger()) is None
    assert files_of(root) == before
