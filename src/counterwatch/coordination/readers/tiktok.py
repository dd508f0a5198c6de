"""Videos as the TikTok Research API returns them, in pages or one on each line."""

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
    "coordination.tiktok.taken", "read as TikTok Research API: account, time, description, hashtags, mentions; what is shared is the sound of a video"
)
MARKS = frozenset({"video_description", "hashtag_names", "region_code", "music_id", "voice_to_text"})


def knows(head: Head) -> bool:
    record = next((each for each in head.records() if isinstance(each, dict)), {})
    video = next(iter(items(record, "data", "videos") or items(record, "videos")), record)
    if "create_time" in video and MARKS & video.keys():
        return True
    return bool({"data", "videos"} & head.outer_keys()) and '"videos"' in head.text[:10_000] and '"create_time"' in head.text[:100_000]


def sample() -> bytes:
    return (
        '{"data": {"videos": [{"id": 7011, "create_time": 1640995205, "username": "a", "region_code": "FR", "video_description": "早上好 #武汉", '
        '"music_id": 5, "hashtag_names": ["武汉"]}, {"id": 7012, "create_time": 1640995209, "username": "b", "region_code": "DE", '
        '"video_description": "བོད་ ياخشى", "music_id": 5, "hashtag_names": []}], "cursor": 100, "has_more": false, "search_id": "1"}, '
        '"error": {"code": "ok", "message": "", "log_id": "1"}}\n'
    ).encode()


@reader(makes=Stream, suffixes=(".json", ".jsonl", ".ndjson"), sample=sample)
@known_by(knows)
def tiktok(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads videos of the TikTok Research API.

    TikTok for Developers, «Query Videos» and «Codebook» of the Research API (2025): `id`, `create_time` (seconds UTC), `username`,
    `video_description`, `hashtag_names`, `music_id`, `video_mention_list`. The interface names no video that another one repeats.
    """
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    how = Source(posts=posts, enter=lambda path, sign: sign == "[" and not path, many=True, said=(TAKEN(),))
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)


def posts(_path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any] | None]:
    """Yield the videos of a page, or the one that the value is; a page without any is passed over."""
    page = must_have(value, "data", "videos", "create_time", "error")
    if "create_time" in page:
        yield _video(page)
        return
    found = first(at(page, "data", "videos"), page.get("videos"), page.get("data"))
    if not isinstance(found, list):
        yield None
        return
    # What is no object names no account, and is counted as such.
    yield from (_video(each if isinstance(each, dict) else {}) for each in found)


def _video(video: dict[str, Any]) -> dict[str, Any]:
    return {
        "post": video.get("id"),
        "account": first(video.get("username"), at(video, "author", "id")),
        "time": video.get("create_time"),
        "text": video.get("video_description"),
        "mentions": video.get("video_mention_list"),
        "hashtags": first(video.get("hashtag_names"), named(items(video, "hashtag_info_list"), "hashtag_name")),
        "object": video.get("music_id"),
    }
