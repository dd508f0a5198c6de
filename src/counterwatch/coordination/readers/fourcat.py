"""Tables that 4CAT exports, whatever platform they were collected from."""

from __future__ import annotations

from pathlib import Path

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

COLUMNS = {
    "account": ("author_id", "author"),
    "post": ("id",),
    "time": ("unix_timestamp", "timestamp"),
    "text": ("body",),
    "reply_to": ("reply_to", "replied_to_post", "parent"),
    "reply_to_account": ("replied_user", "replied_author", "replied_to_user"),
    "mentions": ("mentions", "mentioned_users"),
    "hashtags": ("hashtags",),
    "links": ("urls", "linked_url", "links"),
    "images": ("image_md5", "image_hash"),
}


def knows(head: Head) -> bool:
    return {"id", "thread_id", "timestamp", "body", "author"} <= set(head.first_line.replace('"', "").split(","))


def sample() -> bytes:
    return (
        "id,thread_id,timestamp,unix_timestamp,link,subject,body,author,author_fullname,author_id,is_retweet,is_reply,replied_user,hashtags,urls,mentions\n"
        '11,11,2022-01-01 00:00:05,1640995205,https://twitter.com/a/status/11,,"早上好, 武汉",a,A,1,no,no,,"武汉,新闻","https://example.org/1,https://example.org/2",c\n'
        "12,11,2022-01-01 00:00:09,1640995209,https://twitter.com/b/status/12,,བོད་,b,B,2,no,yes,a,,,\n"
    ).encode()


@reader(makes=Stream, suffixes=(".csv", ".csv.gz"), sample=sample)
@known_by(knows)
def fourcat(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads CSV exports of 4CAT.

    Peeters & Hagen 2022, «The 4CAT Capture and Analysis Toolkit», Computational Communication Research 4(2): each item has `id`, `thread_id`,
    `timestamp` (UTC), `body` and `author`; further columns depend on the platform, and lists are joined by commas. These tables do not name
    the post that a retweet repeats.
    """
    from counterwatch.coordination.reading.tables import stream_of_text

    stop_if(cancel)
    return stream_of_text(source, name=name, mapping=mapping or Mapping(), progress=progress, cancel=cancel, known=COLUMNS)
