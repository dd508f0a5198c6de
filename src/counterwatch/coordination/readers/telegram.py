"""The machine-readable export of Telegram Desktop: `result.json` of one chat, or of a whole account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.coordination.reading.taking import first, items, must_have
from counterwatch.core import Template, reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

TAKEN = Template(
    "coordination.telegram.taken",
    "read as an export of Telegram Desktop: sender, time, answered message, mentions, hashtags, links; a forwarded message is known by its origin "
    "and text, since the export does not say which message it was",
)
CHATS = frozenset({"chats", "left_chats", "list", "messages"})
OF_ONE = frozenset({"personal_chat", "bot_chat", "saved_messages", "verify_codes", "replies"})
LINKS = {"link": "text", "text_link": "href"}


def knows(head: Head) -> bool:
    keys = head.outer_keys()
    return (
        {"name", "type", "id", "messages"} <= keys
        or ("chats" in keys and '"date_unixtime"' in head.text)
        or {"about", "personal_information"} <= keys
    )


def sample() -> bytes:
    return (
        '{\n "name": "x",\n "type": "public_supergroup",\n "id": 100,\n "messages": [\n'
        '  {"id": 1, "type": "service", "date": "2022-01-01T01:00:00", "date_unixtime": "1640995200", "actor": "a", "action": "create_group"},\n'
        '  {"id": 2, "type": "message", "date": "2022-01-01T01:00:05", "date_unixtime": "1640995205", "from": "A", "from_id": "user1", '
        '"text": "早上好"},\n'
        '  {"id": 3, "type": "message", "date": "2022-01-01T01:00:09", "date_unixtime": "1640995209", "from": "B", "from_id": "user2", '
        '"reply_to_message_id": 2, "text": ["བོད་ ", {"type": "link", "text": "https://example.org/1"}, " ", {"type": "hashtag", "text": "#བོད"}, '
        '{"type": "mention", "text": "@c"}], "text_entities": [{"type": "plain", "text": "བོད་ "}, {"type": "link", "text": "https://example.org/1"}, '
        '{"type": "plain", "text": " "}, {"type": "hashtag", "text": "#བོད"}, {"type": "mention", "text": "@c"}]},\n'
        '  {"id": 4, "type": "message", "date": "2022-01-01T01:00:30", "date_unixtime": "1640995230", "from": "C", "from_id": "user3", '
        '"forwarded_from": "D", "text": "ياخشى"}\n ]\n}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".json.gz"), sample=sample)
@known_by(knows)
def telegram(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads `result.json` of Telegram Desktop.

    Telegram, «Telegram Data Export Schema» (2024): chats with `messages`; `text` is text or a list of texts and entities;
    `date_unixtime` is the moment, `date` the clock of the computer that exported. Service messages are passed over, and
    so are, in the export of a whole account, its chats with one person: they are no public posts.
    A forward is known by a hash of its origin and its text.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    how = Source(posts=Chats().posts, enter=enter, many=True, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def enter(path: tuple[str, ...], sign: str) -> bool:
    """Go into the document, its chats and their lists of messages, and into no message."""
    return not path or (path[-1] in CHATS and "messages" not in path[:-1]) or (path[-2:] == ("list", "*") and sign == "{")


class Chats:
    """Turns messages into posts; the number of a message counts within its chat, so the chat that is being read is kept in mind."""

    def __init__(self) -> None:
        self.chat = self.kind = ""

    def posts(self, path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
        """Yield the post that a message is."""
        if path[-1:] == ("id",) and isinstance(value, int | str):
            self.chat = str(value)
        if path[-1:] == ("type",) and isinstance(value, str):
            self.kind = value
        if path[-2:] != ("messages", "*"):
            return
        message = must_have(value, "id", "date", "date_unixtime")
        if message.get("type") == "service" or (len(path) > 2 and self.kind in OF_ONE):
            yield None
            return
        text, parts = _text(message)
        yield {
            "post": self._number(message.get("id")),
            "account": first(message.get("from_id"), message.get("actor_id"), message.get("from")),
            "time": first(message.get("date_unixtime"), message.get("date")),
            "text": text,
            "repost_of": _forwarded(message, text),
            "reply_to": self._number(message.get("reply_to_message_id")),
            "mentions": [first(each.get("user_id"), each.get("text")) for each in parts if each.get("type") in ("mention", "mention_name")],
            "hashtags": [each.get("text") for each in parts if each.get("type") == "hashtag"],
            "links": [each.get(LINKS[each["type"]]) for each in parts if each.get("type") in LINKS],
        }

    def _number(self, number: Any) -> str | None:
        return f"{self.chat}/{number}" if isinstance(number, int | str) else None


def _text(message: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Return the text of a message and its entities, however the export writes them."""
    written = message.get("text")
    parts = written if isinstance(written, list) else [written]
    entities = items(message, "text_entities") or [each for each in parts if isinstance(each, dict)]
    pieces = [each.get("text") if isinstance(each, dict) else each for each in (parts if any(parts) else entities)]
    return "".join(each for each in pieces if isinstance(each, str)), entities


def _forwarded(message: dict[str, Any], text: str) -> str | None:
    origin = first(message.get("forwarded_from_id"), message.get("forwarded_from"))
    if origin is None or not text:
        return None
    return hashlib.blake2b(f"{origin}\n{text}".encode(errors="replace"), digest_size=16).hexdigest()
