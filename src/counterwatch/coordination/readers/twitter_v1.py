"""Twitter API v1.1: archived statuses, one on each line or in a list, as collections before 2023 are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.coordination.reading.taking import at, first, items, must_have, named
from counterwatch.core import Template, reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

TAKEN = Template(
    "coordination.twitter_v1.taken", "read as Twitter API v1.1: user, time, retweeted and answered status, mentions, hashtags, expanded links, media"
)
NOTICES = frozenset({"delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "warning", "disconnect"})


def knows(head: Head) -> bool:
    """Say whether one of the first objects is a status: it has an `id_str` and a `user`."""
    records = [each for each in head.records()[:50] if isinstance(each, dict)]
    statuses = items(records[0], "statuses") if records and "statuses" in records[0] else records
    return any("id_str" in each and isinstance(each.get("user"), dict) and ("text" in each or "full_text" in each) for each in statuses)


def sample() -> bytes:
    return (
        '{"created_at": "Wed Oct 10 20:19:24 +0000 2018", "id": 11, "id_str": "11", "text": "武汉", "user": {"id_str": "1", "created_at": '
        '"Sun Mar 01 10:00:00 +0000 2015"}, "entities": {"hashtags": [{"text": "武汉"}], "urls": [{"expanded_url": "https://example.org/1"}], '
        '"user_mentions": [{"id_str": "3"}]}, "in_reply_to_status_id_str": "7", "in_reply_to_user_id_str": "3"}\n'
        '{"delete": {"status": {"id_str": "5", "user_id_str": "2"}}}\n'
        '{"created_at": "Wed Oct 10 20:19:31 +0000 2018", "id": 12, "id_str": "12", "text": "RT @z: བོད་…", "user": {"id_str": "2", "created_at": '
        '"Tue Mar 01 10:00:00 +0000 2016"}, "entities": {}, "retweeted_status": {"id_str": "9", "text": "བོད་…", "user": {"id_str": "4"}, '
        '"extended_tweet": {"full_text": "བོད་ལ #བོད", "entities": {"hashtags": [{"text": "བོད"}], "urls": [], "user_mentions": []}}}}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".jsonl", ".json.gz", ".jsonl.gz", ".json.bz2"), sample=sample)
@known_by(knows)
def twitter_v1(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads archived statuses of Twitter API v1.1.

    Twitter Developer Platform, «Data dictionary: Standard v1.1», Tweet, User and Entities objects (2021), and «Extended Tweets» (2017): the
    whole text and all entities stand in `extended_tweet`, and for a retweet in its `retweeted_status`. Deletions
    and other notices of a stream are passed over.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    wrapped = "statuses" in start.outer_keys()

    def enter(path: tuple[str, ...], sign: str) -> bool:
        return (sign == "[" and path in ((), ("statuses",))) or (sign == "{" and not path and wrapped)

    how = Source(posts=posts, enter=enter, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def posts(path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
    """Yield the status that the value is."""
    if path and path[0] == "search_metadata":
        return
    status = must_have(value, "id_str", "id", *NOTICES)
    if NOTICES & status.keys() and "user" not in status:
        yield None
        return
    repeated = status.get("retweeted_status")
    whole = _whole(repeated if isinstance(repeated, dict) else status)
    yield {
        "post": first(status.get("id_str"), status.get("id")),
        "account": _number(status.get("user"), "id"),
        "created": at(status, "user", "created_at"),
        "time": first(status.get("created_at"), status.get("timestamp_ms")),
        "text": first(whole.get("full_text"), whole.get("text")),
        "repost_of": _number(repeated, "id"),
        "reply_to": _number(status, "in_reply_to_status_id"),
        "reply_to_account": _number(status, "in_reply_to_user_id"),
        "mentions": named(items(status, "entities", "user_mentions"), "id_str", "id", "screen_name"),
        "hashtags": named(items(whole, "entities", "hashtags"), "text"),
        "links": named(items(whole, "entities", "urls"), "expanded_url", "url"),
        "images": named(items(whole, "extended_entities", "media") or items(whole, "entities", "media"), "id_str", "id"),
    }


def _whole(status: dict[str, Any]) -> dict[str, Any]:
    longer = status.get("extended_tweet")
    return longer if isinstance(longer, dict) else status


def _number(value: Any, name: str) -> Any:
    """Return an identifier as text, which no program rounds, before the number."""
    return first(at(value, f"{name}_str"), at(value, name))
