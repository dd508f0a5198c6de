"""Offers and receipts as files: what giver and receiver sign, and how either is read."""

from __future__ import annotations

import base64
from pathlib import Path

from counterwatch.case.entries import Ledger
from counterwatch.case.layout import Layout
from counterwatch.case.signing import Signer, signer_id
from counterwatch.case.statement import read_statement, signed_statement
from counterwatch.core.finding import Sha256, Struct

OFFER_TYPE = "application/vnd.counterwatch.offer+json"
RECEIPT_TYPE = "application/vnd.counterwatch.receipt+json"


class Offered(Struct, frozen=True):
    """What the giver signs: this case, at this entry, with so many objects listed up to there."""

    case: str
    head: Sha256
    objects: int
    seq: int
    time: str


class Receipt(Struct, frozen=True):
    """What the receiver signs: the hash of the offer file, how the copy verified, and the key that a reader needs for this signature."""

    case: str
    head: Sha256
    key: str
    levels: dict[str, str]
    offer: Sha256
    seq: int
    time: str


def offer_path(layout: Layout, head: str) -> Path:
    return layout.anchors / f"offer-{head}.json"


def receipt_path(layout: Layout, head: str, signer: str) -> Path:
    return layout.anchors / f"receipt-{head}-{signer[:16]}.json"


def signed_offer(offered: Offered, signer: Signer) -> bytes:
    return signed_statement(offered, OFFER_TYPE, signer)


def signed_receipt(receipt: Receipt, signer: Signer) -> bytes:
    return signed_statement(receipt, RECEIPT_TYPE, signer)


def read_offer(data: bytes, keys: dict[str, bytes]) -> tuple[Offered, str]:
    """Return an offer and the id of its signer, who must be one of the case."""
    return read_statement(data, Offered, OFFER_TYPE, lambda _offered, signer: keys.get(signer))


def read_receipt(data: bytes) -> tuple[Receipt, str]:
    """Return a receipt and the id of its signer; the key comes with it, and its number is what a person compares."""
    return read_statement(data, Receipt, RECEIPT_TYPE, _own_key)


def hash_at(ledger: Ledger, seq: int) -> str:
    """Return the hash of an entry; empty where there is none of that number."""
    return next((placed.hash for placed in ledger.entries if placed.entry.seq == seq), "")


def objects_up_to(ledger: Ledger, seq: int) -> int:
    """Count the different objects that entries up to this one list."""
    return len({name for placed in ledger.entries if placed.entry.seq <= seq for name in placed.entry.objects})


def _own_key(receipt: Receipt, signer: str) -> bytes | None:
    try:
        public = base64.b64decode(receipt.key, validate=True)
    except ValueError:
        return None
    return public if len(public) == 32 and signer_id(public) == signer else None
