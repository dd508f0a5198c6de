"""What findings of leaks say: who was sent what and how it is read, what could be read at all, and what else may explain it."""

from __future__ import annotations

from collections.abc import Mapping

from counterwatch.core import Message, Template
from counterwatch.exposure.leaks.leak import Leak
from counterwatch.exposure.leaks.tally import Sent
from counterwatch.exposure.table import Unreadable

LISTED = Template("exposure.leak.listed", "{host} ({owner}, seat {country})")
NO_SEAT = Template("exposure.leak.no_seat", "{host} ({owner}, seat not known)")
UNKNOWN = Template("exposure.leak.unknown", "{host} (owner not known)")
MORE_HOSTS = Template("exposure.leak.more_hosts", "{host} and {more} more")
ONE_HOST = Template("exposure.leak.one_host", "{host}")

AS_IT_IS = Template("exposure.leak.as_it_is", "as it is")
AS_DIGEST = Template("exposure.leak.as_digest", "as {digest}")
ROUNDED = Template("exposure.leak.rounded", "as coordinates that agree with it to {decimals} decimals")
MASKED = Template("exposure.leak.masked", "with some digits masked")
PIECE = Template("exposure.leak.piece", "in pieces")
INSIDE = Template("exposure.leak.inside", "{what} inside {path}")
AND_WAYS = Template("exposure.leak.and_ways", "{what}, and in {more} more ways")

ENCRYPTED = Template(
    "exposure.leak.encrypted", "{n} byte went out of which the capture holds only the ciphertext",
    "{n} bytes went out of which the capture holds only the ciphertext",
)  # fmt: skip
PINNED = Template(
    "exposure.leak.pinned", "{n} byte could not be read because an app refused the proxy (pinned certificate)",
    "{n} bytes could not be read because an app refused the proxy (pinned certificate)",
)  # fmt: skip
QUIC = Template(
    "exposure.leak.quic", "{n} byte went over QUIC, for which no keys were given", "{n} bytes went over QUIC, for which no keys were given"
)  # fmt: skip
OWN_ENCRYPTION = Template(
    "exposure.leak.own_encryption", "{n} byte is encrypted by the app itself, inside what could be opened",
    "{n} bytes are encrypted by the app itself, inside what could be opened",
)  # fmt: skip
BINARY_LOST = Template(
    "exposure.leak.binary_lost", "{n} byte of a binary body was lost by the format of the capture",
    "{n} bytes of binary bodies were lost by the format of the capture",
)  # fmt: skip
TRUNCATED = Template(
    "exposure.leak.truncated", "{n} byte was cut off when the traffic was recorded", "{n} bytes were cut off when the traffic was recorded"
)  # fmt: skip
UNREAD: Mapping[Unreadable, Template] = {
    "encrypted": ENCRYPTED, "pinned": PINNED, "quic": QUIC, "own encryption": OWN_ENCRYPTION, "binary lost": BINARY_LOST, "truncated": TRUNCATED,
}  # fmt: skip
"""Why bytes could not be read, a sentence for each reason."""

MAY_BE_ASKED = Template(
    "exposure.leak.may_be_asked", "it may be what you asked for: signing in sends an address, delivery needs a number, a map needs a place"
)
GUESSABLE = Template(
    "exposure.leak.guessable", "a digest is guessable: whoever holds a list of numbers or addresses can compute the same digests and look it up"
)
SEAT = Template(
    "exposure.leak.seat", "the seat of a company is neither where its servers stand nor proof of who reads what they store; lists of owners age"
)
COARSE = Template("exposure.leak.coarse", "what was sent is less than what was entered, and may belong to a neighbour as well")
CHANCE = Template(
    "exposure.leak.chance", "if all that was searched were random text, this many findings of it would be expected by chance: {expected:p}"
)
UNSEEN = Template(
    "exposure.leak.unseen",
    "not seen: an identifier that an app encrypts, salts or cuts into pieces, one more than {depth} encodings deep, and whatever the capture missed",
)
CUT = Template(
    "exposure.leak.cut", "the decoding of {n} request was stopped at a limit ({codes}): more may be in it",
    "the decoding of {n} requests was stopped at a limit ({codes}): more may be in them",
)  # fmt: skip
SHORT = Template("exposure.leak.short", "too short to look for, as it would be found everywhere: {labels}")
AT_HOME = Template(
    "exposure.leak.at_home", "{n} request went to the device itself and is left out", "{n} requests went to the device itself and are left out"
)
FIRST_ONLY = Template("exposure.leak.first_only", "the {shown} most frequent of {all} are told one by one; the table holds all")


def recipient(sent: Sent) -> Message:
    """Return whom an identifier was sent to: the host that was sent most, its owner and the country of the seat."""
    host = min(sent.hosts, key=lambda each: (-sent.hosts[each], each))
    said = MORE_HOSTS(host=host, more=len(sent.hosts) - 1) if len(sent.hosts) > 1 else ONE_HOST(host=host)
    if not sent.owner.name:
        return UNKNOWN(host=said)
    return LISTED(host=said, owner=sent.owner.name, country=sent.owner.seat) if sent.owner.seat else NO_SEAT(host=said, owner=sent.owner.name)


def manner(sent: Sent) -> Message:
    """Return how an identifier was sent, in the way that shows most, and in how many more."""
    leak = sent.plainest
    what = _what(leak)
    said = INSIDE(what=what, path=" > ".join(leak.path)) if leak.path else what
    return AND_WAYS(what=said, more=len(sent.ways) - 1) if len(sent.ways) > 1 else said


def _what(leak: Leak) -> Message:
    if leak.digest:
        return AS_DIGEST(digest=leak.digest)
    if leak.exactness != "coarse":
        return AS_IT_IS()
    if leak.kind == "place":
        return ROUNDED(decimals=int(leak.form[0]))
    return MASKED() if leak.kind == "phone" else PIECE()
