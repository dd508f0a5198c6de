"""A chat exported by WhatsApp (_chat.txt or «WhatsApp Chat with ….txt», alone or in its ZIP file)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from counterwatch.core import Problem, Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.limits import MESSAGES, TEXT
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.phones import phones
from counterwatch.exposure.archives.recognising import Seen, known_by
from counterwatch.exposure.archives.whatsapp import LINE, SPOT, Said, order_of, said, time_of
from counterwatch.files.archive import members
from counterwatch.files.text import decode

NONE = Template("exposure.whatsapp.none", "{name} holds no chat of WhatsApp whose lines can be read")
AS_TEXT = Template("exposure.whatsapp.as_text", "in the chat's menu choose Export chat, without media, and give the file as it came")
UNPARSED = Template(
    "exposure.whatsapp.unparsed",
    "{n} of {lines} lines could not be read ({share:.1%})",
    "{n} of {lines} lines could not be read ({share:.1%})",
)
GUESSED = Template(
    "exposure.whatsapp.guessed", "day and month cannot be told apart in this chat: they are taken as day first, and the months may be wrong"
)
UNDATED = Template(
    "exposure.whatsapp.undated",
    "{n} message has a date of another calendar, or one that does not exist; it is counted without its time",
    "{n} messages have a date of another calendar, or one that does not exist; they are counted without their time",
)
WHOSE = Template(
    "exposure.whatsapp.whose",
    "a chat does not say whose export it is: it is taken for yours where you are one of those who write in it, and you are among those counted",
)
CLOCK = Template("exposure.whatsapp.clock", "the chat gives times as the clock of that phone showed them, without a zone: they are taken for UTC")
NUMBER = re.compile(r"^\+?[\d\s().\u00a0\u2011-]{7,25}$")
LEAST = 0.5
"""Share of dated lines among the first ones from which a text is a chat."""


def is_whatsapp(seen: Sequence[Seen]) -> bool:
    """Say whether files hold a chat of WhatsApp."""
    return any(_is_chat(each.head) for each in seen if not each.path.endswith((".json", ".csv", ".html", ".vcf")))


def _is_chat(head: bytes) -> bool:
    text = head.decode("utf-8", errors="replace")
    lines = [each for each in text.splitlines()[:-1] or text.splitlines() if each.strip()][:20]
    return bool(lines) and LINE.match(lines[0]) is not None


def sample() -> bytes:
    """Return a small chat, invented."""
    return (
        "[2024-01-01, 12:00:01] Sample: \u200eMessages and calls are end-to-end encrypted.\n"
        "[2024-02-01, 12:00:02] Sample: a message\nof two lines\n"
        "[2024-02-02, 23:00:03] Other: \u200eLocation: https://maps.google.com/?q=1.5,2.5\n"
        "[2024-02-03, 08:00:03] Other: call +44 20 7946 0018\n"
    ).encode()


@known_by(is_whatsapp, turn=8)
@reader(makes=Archive, suffixes=(".txt", ".zip"), sample=sample)
def whatsapp(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """WhatsApp (an exported chat)."""
    making = Making(name=name, platform="WhatsApp", pseudonym=pseudonym)
    for member in members(source, name=name, problems=making.problems):
        if (member.path.lower().endswith(".txt") or member.path == name) and _is_chat(member.start()):
            place = f"file {member.number}"
            text = making.trying(lambda: decode(member.read(TEXT), name=name).text, place)  # noqa: B023 - done at once
            _read(text or "", making, place)
    if not making.events:
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_TEXT())
    making.said += [WHOSE(), CLOCK()]
    if making.unparsed:
        making.said.insert(0, UNPARSED(n=making.unparsed, lines=making.lines, share=making.unparsed / making.lines))
    return making.made()


def _read(text: str, making: Making, place: str) -> None:
    lines = text.split("\n")
    messages, unparsed = said([each.rstrip("\r") for each in lines])
    making.lines += sum(bool(each.strip()) for each in lines)
    making.unparsed += unparsed
    if len(messages) >= MESSAGES:
        making.too_many(MESSAGES)
    order, shown = order_of(messages)
    if not shown:
        making.said.append(GUESSED())
    making.saw("chat", understood=bool(messages))
    undated = sum(time_of(each, order) is None for each in messages)
    if undated:
        making.problems.append(Problem(message=UNDATED(n=undated), place=place))
    for each in messages:
        if each.sender:
            making.belongs("phone" if NUMBER.match(each.sender) else "name", each.sender)
        _add(each, making, place, time_of(each, order))


def _add(message: Said, making: Making, place: str, when: int | None) -> None:
    if (kind := message.kind) == "notice":
        return
    locator, third = f"{place}, line {message.line}", making.third(message.sender)
    making.add("message", locator, time=when, what=kind, third=third)
    text = "\n".join(message.lines)
    for north, east in SPOT.findall(text) if "http" in text else ():
        making.add("place", locator, time=when, what="sent place", place=(float(north), float(east)))
    for found in phones(text):
        if not making.is_own(found):
            making.add("contact", locator, time=when, what="phone in text", third=making.third(f"phone:{found}"))
