"""Twitter (X) API v2: pages with `data` and `includes`, one in a file or one on each line, and Tweets flattened one on each line."""

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
    "coordination.twitter_v2.taken", "read as Twitter API v2: author, time, retweeted and answered Tweet, mentions, hashtags, expanded links, media"
)
MARKS = frozenset({"author_id", "edit_history_tweet_ids", "conversation_id", "public_metrics", "referenced_tweets"})


def knows(head: Head) -> bool:
    """Say whether the first page, or the first object, is one of this interface; `id_str` is of the older one."""
    record = next(iter(head.records()), None)
    inner = at(record, "data")
    found = inner[0] if isinstance(inner, list) and inner else inner if isinstance(inner, dict) else record
    if isinstance(found, dict):
        return (
            {"id", "text"} <= found.keys() and bool(MARKS & found.keys()) and ("created_at" in found or inner is not None) and "id_str" not in found
        )
    return head.text.startswith("{") and "data" in head.outer_keys() and any(f'"{each}"' in head.text[:100_000] for each in MARKS)


def sample() -> bytes:
    return (
        '{"data": [{"id": "11", "author_id": "1", "created_at": "2022-01-01T00:00:05.000Z", "text": "早上好 #武汉 https://t.co/x", "entities": '
        '{"hashtags": [{"tag": "武汉"}], "urls": [{"expanded_url": "https://example.org/1"}], "mentions": [{"username": "c", "id": "3"}]}},'
        ' {"id": "12", "author_id": "2", "created_at": "2022-01-01T00:00:09.000Z", "text": "RT @z: བོད་…", "referenced_tweets": [{"type": "retweeted",'
        ' "id": "9"}]}], "includes": {"users": [{"id": "1", "created_at": "2015-03-01T10:00:00.000Z"}], "tweets": [{"id": "9", "text": "བོད་ལ"}]}}\n'
        '{"id": "13", "author_id": "3", "created_at": "2022-01-01T00:01:00.000Z", "text": "ياخشى", "in_reply_to_user_id": "1", '
        '"referenced_tweets": [{"type": "replied_to", "id": "11"}], "author": {"id": "3", "created_at": "2016-03-01T10:00:00.000Z"}}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".jsonl", ".ndjson"), sample=sample)
@known_by(knows)
def twitter_v2(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads Twitter (X) API v2 responses, in pages or flattened.

    X Developer Platform, «Data dictionary: Tweet» (2024): `author_id`, `created_at`, `entities`, `referenced_tweets`, `in_reply_to_user_id`;
    «Expansions» (2024): `includes`. Flattened Tweets are those of twarc (Documenting the Now, 2023). The text, links and
    hashtags of a retweet are those of the Tweet it repeats, where that is included, since a retweet holds only their beginning.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    how = Source(posts=posts, enter=lambda path, sign: sign == "[" and not path, many=True, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def posts(_path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
    """Yield the posts of a page, or the one that the value is; a page without any is passed over."""
    page = must_have(value, "data", "id", "meta", "errors")
    if "data" not in page and "id" not in page:
        yield None
        return
    inner = page.get("data", page)
    users = {each.get("id"): each for each in items(page, "includes", "users") if isinstance(each.get("id"), str)}
    tweets = {each.get("id"): each for each in items(page, "includes", "tweets") if isinstance(each.get("id"), str)}
    for tweet in inner if isinstance(inner, list) else [inner]:
        # What is no object names no account, and is counted as such.
        yield _post(tweet if isinstance(tweet, dict) else {}, users, tweets)


def _post(tweet: dict[str, Any], users: dict[Any, Any], tweets: dict[Any, Any]) -> dict[str, Any]:
    referred = {each.get("type"): each for each in items(tweet, "referenced_tweets") if isinstance(each.get("type"), str)}
    repeated = referred.get("retweeted", {})
    identifier = repeated.get("id")
    whole = first(tweets.get(identifier) if isinstance(identifier, str) else None, repeated if "text" in repeated else None, tweet)
    account = tweet.get("author_id")
    user = first(tweet.get("author"), tweet.get("author_user"), users.get(account) if isinstance(account, str) else None)
    return {
        "post": tweet.get("id"),
        "account": account,
        "created": at(user, "created_at"),
        "time": tweet.get("created_at"),
        "text": whole.get("text"),
        "repost_of": repeated.get("id"),
        "reply_to": at(referred.get("replied_to"), "id"),
        "reply_to_account": tweet.get("in_reply_to_user_id"),
        "mentions": named(items(tweet, "entities", "mentions"), "id", "username"),
        "hashtags": named(items(whole, "entities", "hashtags"), "tag"),
        "links": named(_links(whole), "unwound_url", "expanded_url", "url"),
        "images": at(whole, "attachments", "media_keys"),
    }


def _links(tweet: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the links of a Tweet without those to its own pictures."""
    return [each for each in items(tweet, "entities", "urls") if "media_key" not in each]
