"""The lines of a chat exported by WhatsApp, in any language: when, by whom, and what kind of message.

Written from the formats that dates and clocks have in the locales of phones (Unicode CLDR 47), not from a list of languages: a date in any order and
with any separator, digits of any script, a clock of 24 or of 12 hours with its word before or behind, brackets or a dash.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterwatch.exposure.archives.limits import MESSAGES
from counterwatch.exposure.archives.when import EPOCH, MILLISECOND, UTC, sane

BEFORE = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]{0,4}"
SPACE = "[ \u00a0\u2009\u202f\u200e\u200f]{0,4}"
DATE = rf"(?P<a>\d{{1,4}}){SPACE}[-./年년]{SPACE}(?P<b>\d{{1,2}}){SPACE}[-./月월]{SPACE}(?P<c>\d{{1,4}}){SPACE}[日일.]?"
MORNING = "AM|a\\.?m\\.?|a\\.\\s?m\\.|上午|午前|오전|ص|π\\.?μ\\.?|ÖÖ|SA|de\\.?|f\\.?m\\.?|पूर्वाह्न|ก่อนเที่ยง|ق\\.ظ|dopoledne|凌晨|早上"
EVENING = "PM|p\\.?m\\.?|p\\.\\s?m\\.|下午|午後|오후|م|μ\\.?μ\\.?|ÖS|CH|du\\.?|e\\.?m\\.?|अपराह्न|หลังเที่ยง|ب\\.ظ|odpoledne|晚上|中午"
CLOCK = (
    rf"(?:(?:(?P<early_before>{MORNING})|(?P<late_before>{EVENING})){SPACE})?"
    rf"(?P<hour>\d{{1,2}}){SPACE}[:.h時时点]{SPACE}(?P<minute>\d{{1,2}})(?:[:.](?P<second>\d{{1,2}}))?"
    rf"(?:{SPACE}(?:(?P<early>{MORNING})|(?P<late>{EVENING})))?"
)
BETWEEN = rf"(?:[,،]|{SPACE}(?:à|às|um|kl\.?|klo|at|o|ob|u|alle|las|a las)\b|T)?{SPACE}"
WITH_DASH = f"{DATE}{BETWEEN}{CLOCK}".replace("?P<", "?P<d")
LINE = re.compile(rf"^{BEFORE}(?:\[{BEFORE}{DATE}{BETWEEN}{CLOCK}{SPACE}\]|{WITH_DASH}{SPACE}[-–—:]){SPACE}(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
LOOKS_DATED = re.compile(rf"^{BEFORE}\[?{BEFORE}{DATE}")
SENDER = re.compile(rf"^{BEFORE}(?P<who>[^\n]{{1,100}}?){BEFORE}:(?: |$)(?P<text>.*)$")
MARK = "\u200e"
ATTACHED = re.compile(r"<[^<>:：]{1,40}[:：] ?[^<>]{1,200}\.\w{2,5}>|\.\w{2,5} \([^()]{4,60}\)$")
OPTION = re.compile(r"^\u200e[^:：]{1,40}[:：] .*\(\D{0,20}\d+\D{0,20}\)$")
ADDRESS = re.compile(r"https?://|geo:")
SPOT = re.compile(r"https?://(?:maps\.google\.com|www\.google\.com/maps)[^\s]{0,200}?[?&/@](?:q=|ll=|query=)?(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)")


@dataclass(slots=True, kw_only=True, repr=False)
class Said:
    """A message: the line it begins in, the three numbers of its date, the clock in minutes, by whom, and its lines of text."""

    line: int
    date: tuple[int, int, int]
    clock: tuple[int, int, int]
    sender: str
    lines: list[str]

    @property
    def kind(self) -> str:
        """Say what it is: a `notice` that WhatsApp wrote itself (mark of direction, nothing attached), an attachment, a poll, a place, or text."""
        first = self.lines[0]
        if not self.sender:
            return "notice"
        if first.endswith((">", ")")) and ATTACHED.search(first):
            return "attachment"
        if first.startswith(MARK) and sum(bool(OPTION.match(each)) for each in self.lines) >= 2:
            return "poll"
        return "notice" if first.startswith(MARK) and len(self.lines) == 1 and not ADDRESS.search(first) else ""


def said(lines: Sequence[str]) -> tuple[list[Said], int]:
    """Return the messages of a chat and how many of its lines could not be read: dated in another way, or before the first message."""
    found: list[Said] = []
    unparsed = 0
    for number, line in enumerate(lines, start=1):
        if len(found) >= MESSAGES:
            return found, unparsed + sum(bool(each.strip()) for each in lines[number - 1 :])
        if (head := LINE.match(line)) and (made := _made(number, head.groupdict())):
            found.append(made)
        elif found and not LOOKS_DATED.match(line):
            found[-1].lines.append(line)
        else:
            unparsed += bool(line.strip())
    return found, unparsed


def _made(number: int, parts: dict[str, str | None]) -> Said | None:
    side = "" if parts["a"] else "d"
    hour, minute, second = (int(parts[f"{side}{each}"] or 0) for each in ("hour", "minute", "second"))
    late, early = (parts[f"{side}{each}"] or parts[f"{side}{each}_before"] for each in ("late", "early"))
    if late and hour < 12:
        hour += 12
    if early and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    date = (int(parts[f"{side}a"] or 0), int(parts[f"{side}b"] or 0), int(parts[f"{side}c"] or 0))
    who = SENDER.match(parts["rest"] or "")
    sender, text = (who["who"].strip().lstrip("~\u202f\u00a0 "), who["text"]) if who else ("", parts["rest"] or "")
    return Said(line=number, date=date, clock=(hour, minute, second), sender=sender, lines=[text])


def order_of(messages: Sequence[Said]) -> tuple[str, bool]:
    """Return in which order day and month stand where the year is last, and whether the chat itself shows it."""
    years_last = [each.date for each in messages if each.date[0] < 32]
    if any(each[0] > 12 for each in years_last):
        return "dmy", True
    if any(each[1] > 12 for each in years_last):
        return "mdy", True
    backwards = {order: sum(one > other for one, other in _neighbours(messages, order)) for order in ("dmy", "mdy")}
    best = min(backwards, key=lambda each: (backwards[each], each))
    return best, not years_last or backwards["dmy"] != backwards["mdy"]


def _neighbours(messages: Sequence[Said], order: str) -> Iterator[tuple[int, int]]:
    times = [each for message in messages if message.date[0] < 32 and (each := time_of(message, order)) is not None]
    return itertools.pairwise(times)


def time_of(message: Said, order: str) -> int | None:
    """Return when a message was written, as the clock of that phone showed it, as if that were UTC; None for a date of another calendar."""
    one, two, three = message.date
    year, month, day = (one, two, three) if one > 31 else (three, two, one) if order == "dmy" else (three, one, two)
    year += 2000 if year < 100 else -543 if 2500 <= year < 2700 else 0
    try:
        moment = datetime.datetime(year, month, day, *message.clock, tzinfo=UTC)
    except ValueError:
        return None
    return sane((moment - EPOCH) // MILLISECOND)
