"""Tables that go with the findings: where each identifier stands and by which steps it is read there. No value is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from counterwatch.core import Attachment
from counterwatch.exposure.identity.listing import written
from counterwatch.exposure.leaks.leak import Leak
from counterwatch.exposure.leaks.tally import Sent

WHERE, WHO = "where-it-stands.csv", "who-was-sent-what.csv"
PLACES = ("identifier", "place", "part", "host", "form", "digest", "steps", "exactness")
RECIPIENTS = ("identifier", "recipient", "seat", "basis", "requests", "hosts", "exactness", "form", "digest", "steps", "requests in this way")


def where(sent: Sent) -> Attachment:
    """Return the first places where an identifier stands that was sent to one recipient."""
    rows = ((each.label, each.locator, each.part, each.endpoint.host, *_way(each), each.exactness) for each in sent.first)
    return Attachment.of(WHERE, written(PLACES, rows))


def who(found: Iterable[Sent]) -> Attachment:
    """Return every identifier, recipient and way, with how many requests held it."""
    return Attachment.of(WHO, written(RECIPIENTS, (row for each in found for row in _rows(each))))


def _rows(sent: Sent) -> Iterator[Sequence[object]]:
    for way, leak in sorted(sent.ways.items()):
        yield (
            sent.label, sent.recipient, sent.owner.seat, sent.owner.basis, sent.requests, len(sent.hosts), leak.exactness, *_way(leak),
            sent.often[way],
        )  # fmt: skip


def _way(leak: Leak) -> tuple[str, str, str]:
    return leak.form, leak.digest, " > ".join(leak.path)
