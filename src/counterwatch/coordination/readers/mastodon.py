"""Mastodon: the `outbox.json` of an account's archive, and statuses as its interface returns them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.markup import plain
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.coordination.reading.taking import at, first, items, must_have, named
from counterwatch.core import Template, reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

TAKEN = Template("coordination.mastodon.taken", "read as Mastodon: account, time, boosted and answered post, mentions, hashtags, links, pictures")
POSTS = frozenset({"Create", "Announce", "Note"})


def knows(head: Head) -> bool:
    """Say whether a file begins as an outbox, an activity or a status does."""
    record = next((each for each in head.records() if isinstance(each, dict)), {})
    outbox = "orderedItems" in head.outer_keys()
    activity = record.get("type") in POSTS and "actor" in record
    return outbox or activity or (isinstance(record.get("account"), dict) and {"content", "created_at", "reblog"} <= record.keys())


def sample() -> bytes:
    return (
        '{"id": "11", "created_at": "2022-01-01T00:00:05.123Z", "in_reply_to_id": null, "in_reply_to_account_id": null, "uri": '
        '"https://a.example/users/a/statuses/11", "content": "<p>早上好 <a href=\\"https://example.org/1\\">example.org/1</a></p>", "reblog": null, '
        '"account": {"id": "1", "acct": "a", "url": "https://a.example/@a", "created_at": "2020-01-01T00:00:00.000Z"}, "mentions": [], "tags": '
        '[{"name": "武汉"}], "media_attachments": []}\n'
        '{"id": "12", "created_at": "2022-01-01T00:00:09.456Z", "uri": "https://a.example/users/b/statuses/12/activity", "content": "", '
        '"reblog": {"id": "9", "uri": "https://b.example/users/z/statuses/9", "content": "<p>བོད་</p>", "tags": [{"name": "བོད"}]}, '
        '"account": {"id": "2", "acct": "b", "url": "https://a.example/@b", "created_at": "2021-01-01T00:00:00.000Z"}, "mentions": [], "tags": [], '
        '"media_attachments": []}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".jsonl", ".ndjson"), sample=sample)
@known_by(knows)
def mastodon(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads Mastodon archives and statuses.

    Mastodon documentation, «Status» entity (2024): `account`, `created_at`, `reblog`, `in_reply_to_id`, `mentions`, `tags`, `content` in
    HTML. W3C, «ActivityPub» (2018) and «Activity Vocabulary» (2017): an outbox is an `OrderedCollection` of `Create` and `Announce` activities.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    outbox = "orderedItems" in start.outer_keys()

    def enter(path: tuple[str, ...], sign: str) -> bool:
        return (sign == "[" and path in ((), ("orderedItems",))) or (sign == "{" and not path and outbox)

    how = Source(posts=posts, enter=enter, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def posts(path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
    """Yield the post that a status or an activity is."""
    if path and path[-1] != "*":
        return
    entry = must_have(value, "id", "type", "created_at")
    if "account" in entry or "created_at" in entry:
        yield _status(entry)
    else:
        yield _activity(entry) if entry.get("type") in POSTS else None


def _status(status: dict[str, Any]) -> dict[str, Any]:
    repeated = status.get("reblog")
    whole = repeated if isinstance(repeated, dict) else status
    text, links = plain(whole.get("content"))
    return {
        "post": first(status.get("uri"), status.get("id")),
        "account": _account(status.get("account")),
        "created": at(status, "account", "created_at"),
        "time": status.get("created_at"),
        "text": text,
        "repost_of": first(at(repeated, "uri"), at(repeated, "id")),
        "reply_to": status.get("in_reply_to_id"),
        "reply_to_account": _answered(status),
        "mentions": [_account(each) for each in items(status, "mentions")],
        "hashtags": named(items(whole, "tags"), "name"),
        "links": links or named([whole["card"]] if isinstance(whole.get("card"), dict) else [], "url"),
        "images": named(items(whole, "media_attachments"), "blurhash", "id"),
    }


def _account(account: Any) -> Any:
    """Return what names an account on every server alike, its address; its number counts on one server only."""
    return first(at(account, "url"), at(account, "acct"), at(account, "id"))


def _answered(status: dict[str, Any]) -> Any:
    number = status.get("in_reply_to_account_id")
    known = [status.get("account"), *items(status, "mentions")]
    return first(*(_account(each) for each in known if number is not None and at(each, "id") == number), number)


def _activity(activity: dict[str, Any]) -> dict[str, Any]:
    note = activity if activity.get("type") == "Note" else activity.get("object")
    text, links = plain(at(note, "content"))
    tags = items(note, "tag")
    return {
        "post": first(at(note, "id"), activity.get("id")) if activity.get("type") != "Announce" else activity.get("id"),
        "account": first(activity.get("actor"), at(note, "attributedTo")),
        "time": first(activity.get("published"), at(note, "published")),
        "text": text,
        "repost_of": (note if isinstance(note, str) else at(note, "id")) if activity.get("type") == "Announce" else None,
        "reply_to": at(note, "inReplyTo"),
        "mentions": named([each for each in tags if each.get("type") == "Mention"], "href", "name"),
        "hashtags": named([each for each in tags if each.get("type") == "Hashtag"], "name"),
        "links": links,
        "images": named(items(note, "attachment"), "blurhash", "url"),
    }
