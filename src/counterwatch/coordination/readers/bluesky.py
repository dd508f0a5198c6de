"""Bluesky: events of Jetstream, posts as its interface returns them, and records of repositories, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.coordination.reading.taking import at, first, items, must_have
from counterwatch.core import Template, reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

TAKEN = Template(
    "coordination.bluesky.taken",
    "read as Bluesky: account, reposted and answered post, mentions, hashtags, links, pictures; times are those that the app of the account stated",
)
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
LISTS = frozenset({"feed", "posts", "records"})
SHAPES = (frozenset({"did", "time_us", "kind"}), frozenset({"uri", "author", "record"}), frozenset({"uri", "value"}), frozenset({"did", "record"}))


def knows(head: Head) -> bool:
    """Say whether a file begins with an event, a post or a record, or is a list of such."""
    record = next((each for each in head.records() if isinstance(each, dict)), {})
    listed = next((found[0] for each in sorted(LISTS) if (found := items(record, each))), record)
    inner: dict[str, Any] = at(listed, "post") if isinstance(at(listed, "post"), dict) else listed
    if any(shape <= inner.keys() for shape in SHAPES) and ("app.bsky." in head.text or "at://" in head.text):
        return True
    return bool(LISTS & head.outer_keys()) and "app.bsky.feed." in head.text[:100_000]


def sample() -> bytes:
    return (
        '{"did": "did:plc:a", "time_us": 1725911162329308, "kind": "commit", "commit": {"operation": "create", "collection": "app.bsky.feed.post", '
        '"rkey": "3k1", "record": {"$type": "app.bsky.feed.post", "createdAt": "2024-09-09T19:46:02.102Z", "text": "早上好 @c #武汉", "facets": '
        '[{"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "武汉"}]}, {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": '
        '"did:plc:c"}]}], "embed": {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/1"}}}}}\n'
        '{"did": "did:plc:b", "time_us": 1725911165329308, "kind": "commit", "commit": {"operation": "create", "collection": "app.bsky.feed.repost", '
        '"rkey": "3k2", "record": {"$type": "app.bsky.feed.repost", "createdAt": "2024-09-09T19:46:05.102Z", "subject": {"uri": '
        '"at://did:plc:z/app.bsky.feed.post/3j9"}}}}\n'
        '{"did": "did:plc:b", "time_us": 1725911165329309, "kind": "commit", "commit": {"operation": "delete", "collection": "app.bsky.feed.post", '
        '"rkey": "3k0"}}\n'
        '{"did": "did:plc:c", "time_us": 1725911169329308, "kind": "commit", "commit": {"operation": "create", "collection": "app.bsky.feed.post", '
        '"rkey": "3k3", "record": {"$type": "app.bsky.feed.post", "createdAt": "2024-09-09T19:46:09.102Z", "text": "བོད་", "reply": '
        '{"parent": {"uri": "at://did:plc:a/app.bsky.feed.post/3k1"}}}}}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".jsonl", ".ndjson", ".jsonl.zst"), sample=sample)
@known_by(knows)
def bluesky(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads Bluesky posts and reposts as JSON.

    Bluesky documentation, lexicons `app.bsky.feed.post`, `app.bsky.feed.repost`, `app.bsky.richtext.facet`, `app.bsky.feed.getAuthorFeed` and
    `com.atproto.repo.listRecords` (2024); Jetstream, «Example events» (2024). Likes, deletions and other events are passed over.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    wrapped = bool(LISTS & start.outer_keys())

    def enter(path: tuple[str, ...], sign: str) -> bool:
        return (sign == "[" and (not path or (len(path) == 1 and path[0] in LISTS))) or (sign == "{" and not path and wrapped)

    how = Source(posts=posts, enter=enter, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def posts(path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
    """Yield the post or repost that an event, a post as shown, or a record is."""
    if path and path[-1] != "*":
        return
    entry = must_have(value, "uri", "did", "post")
    if "kind" in entry or "commit" in entry:
        yield _event(entry)
    elif isinstance(entry.get("post"), dict):
        yield _shown(entry["post"], entry.get("reason"))
    elif isinstance(entry.get("author"), dict):
        yield _shown(entry, None)
    else:
        yield _record(first(entry.get("value"), entry.get("record")), entry.get("uri"), entry.get("did"))


def _event(event: dict[str, Any]) -> dict[str, Any] | None:
    commit = event.get("commit")
    if at(commit, "operation") != "create":
        return None
    uri = f"at://{event.get('did')}/{at(commit, 'collection')}/{at(commit, 'rkey')}"
    return _record(at(commit, "record"), uri, event.get("did"))


def _shown(post: dict[str, Any], reason: Any) -> dict[str, Any] | None:
    """Return a post as the interface shows it; in the feed of an account that reposted it, that is what the account did."""
    row = _record(post.get("record"), post.get("uri"), at(post, "author", "did"))
    if row is None:
        return None
    if at(reason, "by", "did") is None:
        return row | {"created": at(post, "author", "createdAt")}
    who = at(reason, "by", "did")
    shared = {part: row.get(part) for part in ("text", "hashtags", "links", "images")}
    repost = first(at(reason, "uri"), f"{post.get('uri')} {who}")
    created = at(reason, "by", "createdAt")
    return shared | {"post": repost, "account": who, "time": at(reason, "indexedAt"), "repost_of": post.get("uri"), "created": created}


def _record(record: Any, uri: Any, account: Any) -> dict[str, Any] | None:
    kind = first(at(record, "$type"), uri.split("/")[3] if isinstance(uri, str) and uri.count("/") > 3 else None)
    if kind not in (POST, REPOST):
        return None
    answered = at(record, "reply", "parent", "uri")
    features = [feature for facet in items(record, "facets") for feature in items(facet, "features")]
    tags = at(record, "tags")
    return {
        "post": uri,
        "account": first(account, _account_of(uri)),
        "time": at(record, "createdAt"),
        "text": at(record, "text"),
        "repost_of": at(record, "subject", "uri") if kind == REPOST else None,
        "reply_to": answered,
        "reply_to_account": _account_of(answered),
        "mentions": _featured(features, "mention", "did"),
        "hashtags": _featured(features, "tag", "tag") + (tags if isinstance(tags, list) else []),
        "links": _featured(features, "link", "uri") + [each for each in (_embedded(at(record, "embed")),) if each],
        "images": [
            link for image in items(_media(record), "images") if (link := first(at(image, "image", "ref", "$link"), at(image, "image", "cid")))
        ],
    }


def _featured(features: list[dict[str, Any]], kind: str, key: str) -> list[Any]:
    return [each[key] for each in features if str(each.get("$type")).endswith(f"#{kind}") and each.get(key)]


def _embedded(embed: Any) -> Any:
    return first(at(embed, "external", "uri"), at(embed, "media", "external", "uri"))


def _media(record: Any) -> Any:
    return first(at(record, "embed", "media"), at(record, "embed"))


def _account_of(uri: Any) -> str | None:
    """Return the account in an address like `at://did:plc:a/app.bsky.feed.post/3k1`."""
    return uri.split("/")[2] if isinstance(uri, str) and uri.startswith("at://") else None
