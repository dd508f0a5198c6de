"""Handing a case over: the giver offers, the receiver checks the copy and signs a receipt, the giver records it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from counterwatch.case.beside import keep, read_small
from counterwatch.case.case import Case
from counterwatch.case.case_file import keyring
from counterwatch.case.clock import now
from counterwatch.case.custody import Head
from counterwatch.case.exhibits import Exhibit, as_csv, exhibits_of
from counterwatch.case.kinds import Accepted, Offer
from counterwatch.case.offers import (
    Offered,
    Receipt,
    hash_at,
    objects_up_to,
    offer_path,
    read_offer,
    read_receipt,
    receipt_path,
    signed_offer,
    signed_receipt,
)  # fmt: skip
from counterwatch.case.signing import Signer
from counterwatch.case.statement import BadStatement
from counterwatch.case.verify import verify
from counterwatch.core import Template, WrongUsage, sha256_hex
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet

NO_OFFER = Template("case.handover.no_offer", "the case in {folder} carries no offer")
OFFER_FIRST = Template("case.handover.offer_first", "the giver makes one with cw handover offer, before the case is copied")
CHANGED_OFFER = Template("case.handover.changed_offer", "{file} is not an offer by a signer of this case: {reason}")
ASK_GIVER = Template("case.handover.ask_giver", "ask the giver for the offer again, by another way than the first time; nothing was signed")
OTHER_CASE = Template("case.handover.other_case", "{file} offers the case {offered}, and this folder is the case {found}")
OTHER_COPY = Template("case.handover.other_copy", "this copy is not the one that was offered: its entry {seq:raw} is not {head}")
OTHER_COUNT = Template("case.handover.other_count", "the offer speaks of {offered} objects up to entry {seq:raw}; this copy lists {found}")
RIGHT_COPY = Template("case.handover.right_copy", "ask the giver for the copy that belongs to this offer; nothing was signed")
DAMAGED_COPY = Template("case.handover.damaged_copy", "this copy does not verify: {file}: {what}")
VERIFY_COPY = Template("case.handover.verify_copy", "cw verify lists all of it; ask the giver for another copy; nothing was signed")
OWN_OFFER = Template("case.handover.own_offer", "this offer was made with your own key; a receipt must be signed by somebody else")
RUN_THERE = Template("case.handover.run_there", "run this where the receiver's key is; here, name the receipt that came back")
BAD_RECEIPT = Template("case.handover.bad_receipt", "{file} is not a signed receipt: {reason}")
ASK_RECEIVER = Template("case.handover.ask_receiver", "ask the receiver for the receipt that belongs to this offer; nothing was recorded")
RECEIPT_OTHER_CASE = Template("case.handover.receipt_other_case", "{file} is a receipt for another case ({other})")
RECEIPT_OTHER_OFFER = Template("case.handover.receipt_other_offer", "{file} is a receipt for an offer that this case did not make ({offer})")
RECEIPT_OTHER_HEAD = Template("case.handover.receipt_other_head", "{file} is a receipt for entry {seq:raw} ({head}), which is not what was offered")
OWN_RECEIPT = Template("case.handover.own_receipt", "{file} is signed with the key that made the offer; it shows no second person")
KNOWN_RECEIPT = Template("case.handover.known_receipt", "this receipt was recorded before, in entry {seq:raw}")
SEE_LOG = Template("case.handover.see_log", "there is nothing to do: cw log shows it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """An offer or a receipt as a file, and what it says; `signer` is the key number to compare by voice or on paper."""

    file: Path
    data: bytes
    signer: str
    head: Head
    exhibits: tuple[Exhibit, ...] = ()
    levels: dict[str, str] = field(default_factory=dict)


def offer(case: Case, *, signer: Signer, purpose: str = "", authority: str = "", receiver: str = "") -> Handing:
    """Record what is offered, why and by what right, and sign the head that the copy must have."""
    with case.write("offer", signer=signer) as batch:
        exhibits = exhibits_of(case)
        listed = batch.put(as_csv(exhibits))
        said = Offer(exhibits=listed, count=len(exhibits), purpose=purpose, authority=authority, receiver=receiver)
        batch.record("offer", msgspec.to_builtins(said))
    head, objects = case.head, objects_up_to(case.ledger(), case.head.seq)
    data = signed_offer(Offered(case=case.id, head=head.hash, objects=objects, seq=head.seq, time=head.time), signer)
    file = keep(offer_path(case.layout, head.hash), data)
    return Handing(file=file, data=data, signer=signer.id, head=head, exhibits=tuple(exhibits))


def sign_receipt(
    case: Case, *, signer: Signer, offer_file: Path | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> tuple[Handing, Handing]:
    """Check a copy against its offer and sign for it; return the offer and the receipt. The ledger of the copy is not touched.

    A copy that was opened without a key is checked as far as that goes, and the receipt says so.
    """
    given = find_offer(case, offer_file)
    if given.signer == signer.id:
        raise Refused(OWN_OFFER(), hint=RUN_THERE())
    found = verify(case.path, level=2, identity=case.identity, progress=progress, cancel=cancel)
    if not found.is_good:
        first = found.defects[0]
        raise VerificationFailed(DAMAGED_COPY(file=first.file, what=first.message), hint=VERIFY_COPY())
    receipt = Receipt(
        case=case.id, head=given.head.hash, key=base64.b64encode(signer.public).decode(), offer=sha256_hex(given.data), seq=given.head.seq,
        levels={str(each.number): each.outcome.value for each in found.levels}, time=now(),
    )  # fmt: skip
    data = signed_receipt(receipt, signer)
    path = receipt_path(case.layout, receipt.head, signer.id)
    return given, Handing(file=path, data=data, signer=signer.id, head=given.head, levels=receipt.levels)


def record_receipt(case: Case, file: Path, *, signer: Signer) -> Accepted:
    """Record a receipt that came back; one for another case, offer or head is refused by name."""
    data = read_small(file)
    try:
        receipt, receiver = read_receipt(data)
    except BadStatement as error:
        raise VerificationFailed(BAD_RECEIPT(file=file.name, reason=error.message), hint=ASK_RECEIVER()) from error
    _refuse_other(case, file, receipt, receiver)
    with case.write("accept", signer=signer) as batch:
        said = Accepted(
            object=batch.put(data), offer=receipt.offer, head=receipt.head, seq=receipt.seq, signer=receiver, levels=receipt.levels,
            time=receipt.time,
        )  # fmt: skip
        batch.record("receipt", msgspec.to_builtins(said))
    keep(receipt_path(case.layout, receipt.head, receiver), data)
    return said


def find_offer(case: Case, file: Path | None = None) -> Handing:
    """Return the offer that a copy carries (the latest), or the one in a file; one that does not fit the copy is refused by name."""
    files = [file] if file else sorted(case.layout.anchors.glob("offer-*.json"))
    if not files:
        raise WrongUsage(NO_OFFER(folder=str(case.path)), hint=OFFER_FIRST())
    offers = [_fitting(case, each) for each in files]
    return max(offers, key=lambda each: each.head.seq)


def _fitting(case: Case, file: Path) -> Handing:
    data, ledger = read_small(file), case.ledger()
    try:
        offered, giver = read_offer(data, keyring(case.layout, case.case_file))
    except BadStatement as error:
        raise VerificationFailed(CHANGED_OFFER(file=file.name, reason=error.message), hint=ASK_GIVER()) from error
    if offered.case != case.id:
        raise VerificationFailed(OTHER_CASE(file=file.name, offered=offered.case, found=case.id), hint=RIGHT_COPY())
    if hash_at(ledger, offered.seq) != offered.head:
        raise VerificationFailed(OTHER_COPY(seq=offered.seq, head=offered.head[:16]), hint=RIGHT_COPY())
    if (found := objects_up_to(ledger, offered.seq)) != offered.objects:
        raise VerificationFailed(OTHER_COUNT(offered=offered.objects, seq=offered.seq, found=found), hint=RIGHT_COPY())
    head = Head(seq=offered.seq, hash=offered.head, time=offered.time)
    return Handing(file=file, data=data, signer=giver, head=head)


def _refuse_other(case: Case, file: Path, receipt: Receipt, receiver: str) -> None:
    if receipt.case != case.id:
        raise VerificationFailed(RECEIPT_OTHER_CASE(file=file.name, other=receipt.case), hint=ASK_RECEIVER())
    offers = [_fitting(case, each) for each in sorted(case.layout.anchors.glob("offer-*.json"))]
    meant = next((each for each in offers if sha256_hex(each.data) == receipt.offer), None)
    if meant is None:
        raise VerificationFailed(RECEIPT_OTHER_OFFER(file=file.name, offer=receipt.offer[:16]), hint=ASK_RECEIVER())
    if (meant.head.seq, meant.head.hash) != (receipt.seq, receipt.head):
        raise VerificationFailed(RECEIPT_OTHER_HEAD(file=file.name, seq=receipt.seq, head=receipt.head[:16]), hint=ASK_RECEIVER())
    if receiver == meant.signer:
        raise Refused(OWN_RECEIPT(file=file.name), hint=ASK_RECEIVER())
    for event in case.custody():
        if any((each.offer, each.signer) == (receipt.offer, receiver) for each in event.receipts):
            raise WrongUsage(KNOWN_RECEIPT(seq=event.seq), hint=SEE_LOG())
