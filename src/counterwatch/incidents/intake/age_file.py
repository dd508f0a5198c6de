"""The outside of a submission: one binary age file of a known length, to an X25519 key; anything else is named before it is decrypted."""

from __future__ import annotations

import re

from counterwatch.files.confined.sizes import Refused
from counterwatch.incidents.intake.limits import CLASSES, MOST_HEADER, body_of

HEADER = re.compile(
    rb"age-encryption\.org/v1\n((?:-> [\x21-\x7e]+(?: [\x21-\x7e]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+)--- [A-Za-z0-9+/]{43}\n"
)
STANZA = re.compile(rb"^-> ([\x21-\x7e]+)", re.MULTILINE)
BODIES = frozenset(map(body_of, CLASSES))
LARGEST = max(BODIES) + MOST_HEADER
"""Bytes of the largest file that can be a submission."""
X25519, PASSPHRASE = b"X25519", b"scrypt"
POST_QUANTUM = (b"mlkem768x25519", b"mlkem", b"xwing")


def refuse_foreign(data: bytes) -> None:
    """Refuse a file that cannot be a submission by its header or its length, with the reason as a code."""
    if not data:
        raise Refused("empty")
    if data.lstrip().startswith(b"-----BEGIN AGE"):
        raise Refused("armour")
    if not data.startswith(b"age-encryption.org/"):
        raise Refused("not_age")
    found = HEADER.match(data[:MOST_HEADER])
    if found is None:
        raise Refused("header")
    _refuse_stanzas(STANZA.findall(found[1]))
    if len(data) - found.end() not in BODIES:
        raise Refused("length")


def _refuse_stanzas(types: list[bytes]) -> None:
    """Stanzas of other types beside the one are passed over, as age asks."""
    if types.count(X25519) == 1 and PASSPHRASE not in types:
        return
    if X25519 in types and PASSPHRASE not in types:
        raise Refused("several_keys")
    if PASSPHRASE in types:
        raise Refused("passphrase")
    raise Refused("post_quantum" if any(each.startswith(POST_QUANTUM) for each in types) else "other_key_type")
