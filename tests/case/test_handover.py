import base64
import csv
import io
import shutil
from pathlib import Path

import msgspec
import pytest

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.exhibits import as_csv, exhibits_of
from counterwatch.case.handover import Handing, offer, record_receipt, sign_receipt
from counterwatch.case.offers import Offered, Receipt, read_receipt, signed_offer, signed_receipt
from counterwatch.core import CounterwatchError, sha256_hex
from counterwatch.core.errors import Refused, VerificationFailed, WrongUsage

RECEIVER, FORGER = Signer.new(), Signer.new()


@pytest.fixture
def given(tmp_path: Path) -> tuple[Case, Handing]:
    case = Case.open(small_case(tmp_path))
    return case, offer(case, signer=SIGNER, purpose="review", authority="agreement", receiver="the clinic")


def received(case: Case, folder: Path, signer: Signer = RECEIVER) -> Path:
    """Copy the case, sign for it, and return the receipt as it comes back."""
    _offer, receipt = sign_receipt(Case.open(copied(case.path, folder)), signer=signer)
    file = folder / "receipt.json"
    file.write_bytes(receipt.data)
    return file


def test_a_case_changes_hands_and_both_sides_can_show_it(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, made = given
    accepted = record_receipt(case, received(case, tmp_path), signer=SIGNER)
    assert (accepted.seq, accepted.head, accepted.signer) == (made.head.seq, made.head.hash, RECEIVER.id)
    assert accepted.levels == {"0": "pass", "1": "pass", "2": "pass", "3": "not checked"}
    assert [event.verb for event in case.custody()][-2:] == ["offer", "accept"]
    assert [(each.purpose, each.authority, each.receiver, each.count) for each in case.custody()[-2].offers] == [
        ("review", "agreement", "the clinic", 3)
    ]
    assert verify(case.path).is_good


def test_signing_for_a_copy_changes_nothing_in_it(given: tuple[Case, Handing], tmp_path: Path) -> None:
    copy = copied(given[0].path, tmp_path)
    before = files_of(copy)
    sign_receipt(Case.open(copy), signer=RECEIVER)
    assert files_of(copy) == before


def test_two_receivers_can_sign_for_one_offer(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, _made = given
    for number, signer in enumerate((RECEIVER, Signer.new())):
        (tmp_path / str(number)).mkdir()
        record_receipt(case, received(case, tmp_path / str(number), signer), signer=SIGNER)
    assert len({each.signer for event in case.custody() for each in event.receipts}) == 2
    assert verify(case.path).is_good


def test_the_offer_that_came_by_another_way_counts(given: tuple[Case, Handing], tmp_path: Path) -> None:
    copy = copied(given[0].path, tmp_path)
    shutil.rmtree(copy / "anchors")
    with pytest.raises(WrongUsage, match="carries no offer"):
        sign_receipt(Case.open(copy), signer=RECEIVER)
    mailed = tmp_path / "mailed.json"
    mailed.write_bytes(given[1].data)
    assert sign_receipt(Case.open(copy), signer=RECEIVER, offer_file=mailed)[0].head == given[1].head


def test_a_copy_of_an_earlier_state_is_not_the_one_that_was_offered(tmp_path: Path) -> None:
    case = Case.open(small_case(tmp_path))
    earlier = copied(case.path, tmp_path)
    made = offer(case, signer=SIGNER)
    with pytest.raises(VerificationFailed, match="not the one that was offered: its entry 5"):
        sign_receipt(Case.open(earlier), signer=RECEIVER, offer_file=made.file)


def test_a_copy_of_another_case_is_named(given: tuple[Case, Handing], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Case.open(small_case(tmp_path / "other"))
    with pytest.raises(VerificationFailed, match="offers the case"):
        sign_receipt(other, signer=RECEIVER, offer_file=given[1].file)


def test_an_offer_of_so_many_objects_fits_no_other_number(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, made = given
    file = tmp_path / "offer.json"
    said = Offered(case=case.id, head=made.head.hash, objects=4, seq=made.head.seq, time=made.head.time)
    file.write_bytes(signed_offer(said, SIGNER))
    with pytest.raises(VerificationFailed, match="speaks of 4 objects"):
        sign_receipt(case, signer=RECEIVER, offer_file=file)


def test_no_changed_byte_of_an_offer_is_signed_for(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, made = given
    file = tmp_path / "offer.json"
    for position in range(len(made.data)):
        file.write_bytes(made.data[:position] + bytes([made.data[position] ^ 1]) + made.data[position + 1 :])
        with pytest.raises(VerificationFailed):
            sign_receipt(case, signer=RECEIVER, offer_file=file)


def test_an_offer_signed_by_a_stranger_is_refused(given: tuple[Case, Handing], tmp_path: Path) -> None:
    file = tmp_path / "offer.json"
    said = Offered(case=given[0].id, head=given[1].head.hash, objects=1, seq=given[1].head.seq, time=given[1].head.time)
    file.write_bytes(signed_offer(said, FORGER))
    with pytest.raises(VerificationFailed, match="a key that is not known here"):
        sign_receipt(given[0], signer=RECEIVER, offer_file=file)


def test_a_damaged_copy_is_not_signed_for(given: tuple[Case, Handing], tmp_path: Path) -> None:
    copy = copied(given[0].path, tmp_path)
    path = next((copy / "objects").rglob("*/*"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(VerificationFailed, match="does not verify") as caught:
        sign_receipt(Case.open(copy), signer=RECEIVER)
    assert caught.value.exit_code == 4


def test_nobody_signs_for_their_own_offer(given: tuple[Case, Handing], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="your own key"):
        sign_receipt(given[0], signer=SIGNER)


def forged(data: bytes, changed: dict[str, object], signer: Signer = RECEIVER) -> bytes:
    receipt, _signer = read_receipt(data)
    return signed_receipt(msgspec.structs.replace(receipt, **changed), signer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case": "00000000-0000-0000-0000-000000000000"}, "another case"),
        ({"offer": sha256_hex(b"other")}, "did not make"),
        ({"head": sha256_hex(b"other")}, "not what was offered"),
        ({"seq": 2}, "not what was offered"),
        ({"key": ""}, "a key that is not known here"),
    ],
)
def test_a_receipt_for_something_else_is_named(given: tuple[Case, Handing], tmp_path: Path, changed: dict[str, object], said: str) -> None:
    case, _made = given
    file = received(case, tmp_path)
    file.write_bytes(forged(file.read_bytes(), changed))
    before = files_of(case.path)
    with pytest.raises(VerificationFailed, match=said):
        record_receipt(case, file, signer=SIGNER)
    assert files_of(case.path) == before


def test_a_receipt_signed_by_the_giver_or_with_a_key_that_is_not_its_own_is_none(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, _made = given
    file = received(case, tmp_path)
    whole = file.read_bytes()
    file.write_bytes(forged(whole, {}, FORGER))
    with pytest.raises(VerificationFailed, match="a key that is not known here"):
        record_receipt(case, file, signer=SIGNER)
    receipt: Receipt = read_receipt(whole)[0]
    own = msgspec.structs.replace(receipt, key=base64.b64encode(SIGNER.public).decode())
    file.write_bytes(signed_receipt(own, SIGNER))
    with pytest.raises(Refused, match="no second person"):
        record_receipt(case, file, signer=SIGNER)


def test_a_receipt_is_recorded_once(given: tuple[Case, Handing], tmp_path: Path) -> None:
    case, _made = given
    file = received(case, tmp_path)
    record_receipt(case, file, signer=SIGNER)
    with pytest.raises(WrongUsage, match="recorded before, in entry 6"):
        record_receipt(case, file, signer=SIGNER)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b"x" * 2_000_000, None])
def test_what_is_no_receipt_is_refused(given: tuple[Case, Handing], tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "receipt.json"
    file.write_bytes(content) if content is not None else None
    with pytest.raises(CounterwatchError) as caught:
        record_receipt(given[0], file, signer=SIGNER)
    assert caught.value.hint


def test_the_exhibit_list_counts_what_the_history_says(given: tuple[Case, Handing]) -> None:
    case, _made = given
    with case.write("view", signer=SIGNER) as batch:
        batch.record("custody", {"purpose": "", "authority": "", "note": "", "evidence": [case.evidence()[1].id]})
    rows = list(csv.DictReader(io.StringIO(as_csv(exhibits_of(case)).decode("utf-8-sig"))))
    assert [(row["number"], row["name"], row["handled"]) for row in rows] == [
        ("1", "Hubei.csv", "1"),
        ("2", "Hunan.csv", "2"),
        ("3", "Henan.csv", "1"),
    ]
    assert [row["sha256"] for row in rows] == [sha256_hex((case.path.parent / row["name"]).read_bytes()) for row in rows]


def test_no_name_becomes_a_formula(tmp_path: Path) -> None:
    case = Case.open(small_case(tmp_path))
    names = ["=1+1.csv", "+cmd.csv", "-2.csv", "@sum.csv"]
    with case.write("add", signer=SIGNER) as batch:
        for name in names:
            (tmp_path / name).write_text(name)
            batch.seal(tmp_path / name)
    rows = list(csv.DictReader(io.StringIO(as_csv(exhibits_of(case)).decode("utf-8-sig"))))
    assert [row["name"] for row in rows][3:] == [f"'{name}" for name in names]
