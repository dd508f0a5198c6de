"""Google's Takeout (ZIP or tgz), or one file of it: places, My Activity, sign-ins, devices, contacts; also the Timeline.json of a telephone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.activity import activity, activity_page, cards, owner_page, profile, sheet, subscriber
from counterwatch.exposure.archives.limits import BAD, JSON, ROWS, STREAMED, TEXT
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.places import LISTS, Segment, each, segment
from counterwatch.exposure.archives.recognising import Seen, known_by
from counterwatch.exposure.archives.rows import plain, table
from counterwatch.files.archive import Member, members
from counterwatch.files.deep_json import streamed
from counterwatch.files.text import decode

NONE = Template("exposure.takeout.none", "{name} holds no part of a Google export that is known")
AS_JSON = Template("exposure.takeout.as_json", "in Google Takeout choose the parts that you want to look at, and JSON where a part offers it")
NO_OWNER = Template(
    "exposure.takeout.no_owner",
    "the export does not say whose it is: export Profile (or the page archive_browser.html) with it, which names the account",
)
HEADS = (b'"locations"', b'"timelineObjects"', b'"semanticSegments"', b'"rawSignals"')


def is_takeout(seen: Sequence[Seen]) -> bool:
    """Say whether files are of Google's Takeout, or one of its files of places."""
    return any(
        each.path.startswith("takeout/") or any(mark in each.head[:200] for mark in HEADS) or _is_phone(each.head) or _is_activity(each.head)
        for each in seen
    )


def _is_phone(head: bytes) -> bool:
    return head.lstrip()[:1] == b"[" and b'"endTime"' in head[:600] and (b'"topCandidate"' in head or b'"timelinePath"' in head)


def _is_activity(head: bytes) -> bool:
    return head.lstrip()[:1] == b"[" and b'"header"' in head[:300] and b'"title' in head[:600]


def sample() -> bytes:
    """Return a small file of places, invented."""
    visit = {"topCandidate": {"semanticType": "INFERRED_HOME", "placeLocation": {"latLng": "1.5°, 2.5°"}}}
    path = [{"point": "1.6°, 2.6°", "time": "2024-03-02T08:10:00.000+01:00"}]
    said = [
        {"startTime": "2024-03-01T22:00:00.000+01:00", "endTime": "2024-03-02T07:00:00.000+01:00", "visit": visit},
        {"startTime": "2024-03-02T08:00:00.000+01:00", "endTime": "2024-03-02T08:30:00.000+01:00", "timelinePath": path},
    ]
    return json.dumps({"semanticSegments": said}, ensure_ascii=False).encode()


@known_by(is_takeout, turn=5)
@reader(makes=Archive, suffixes=(".zip", ".tgz", ".json"), sample=sample)
def takeout(source: Path | bytes, *, name: str, pseudonym: Callable[[str], str]) -> Archive:
    """Google Takeout (places, My Activity, sign-ins, devices, contacts)."""
    making, found = Making(name=name, platform="Google", pseudonym=pseudonym), False
    for member in members(source, name=name, problems=making.problems):
        place = f"file {member.number}"
        understood = bool(making.trying(lambda: _member(member, making, place), place))  # noqa: B023 - done at once
        making.saw(_section(member.path, name), understood=understood)
        found = found or understood
    if not found and not making.events:
        raise UnreadableEvidence(making.problems[0].message if making.problems else NONE(name=name), hint=AS_JSON())
    if not making.own:
        making.said.append(NO_OWNER())
    return making.made()


def _section(path: str, name: str) -> str:
    if path == name:
        return "one file"
    # Only Google's own folders are named: what somebody called a folder of theirs may be a name of somebody.
    parts = path.split("/")
    return parts[1] if parts[0].lower() == "takeout" and len(parts) > 2 else "other files"


def _member(member: Member, making: Making, place: str) -> bool:
    path = member.path.lower()
    if path.endswith(".json") or (path == making.name.lower() and member.start()[:1] in (b"{", b"[", b"\xef")):
        return _streamed(member, making, place) if member.size > STREAMED else _json(member, path, making, place)
    if path.endswith((".html", ".htm", ".vcf", ".csv")):
        return _text(decode(member.read(TEXT), name=making.name).text, path, making, place)
    return False


def _json(member: Member, path: str, making: Making, place: str) -> bool:
    data = making.standing(
        lambda: member.read(JSON), place, lambda at: LISTS[at[0]][0] if at and at[0] in LISTS else _section(member.path, making.name)
    )
    if data is None:
        return False
    if data.lstrip()[:1] == b"[":
        return _list(data, making, place)
    parts = table(data)
    for key in LISTS.keys() & parts.keys():
        called, kind, read = LISTS[key]
        each(parts[key], kind, read, making, called)
    if path.endswith("profile.json"):
        profile(plain(data), making, "profile")
    return bool(LISTS.keys() & parts.keys()) or path.endswith("profile.json")


def _list(data: bytes, making: Making, place: str) -> bool:
    if _is_phone(data[:4096]):
        each(data, Segment, segment, making, "timeline")
    elif _is_activity(data[:4096]):
        activity(data, making, f"my activity, {place}")
    else:
        return False
    return True


def _text(text: str, path: str, making: Making, place: str) -> bool:
    if path.endswith("subscriberinfo.html"):
        subscriber(text, making, "account")
    elif path.endswith("archive_browser.html"):
        owner_page(text, making)
    elif path.endswith(".vcf"):
        cards(text, making, f"contacts, {place}")
    elif path.endswith((".html", ".htm")) and "content-cell" in text:
        activity_page(text, making, f"my activity, {place}")
    else:
        return path.endswith(".csv") and sheet(text, making, f"accesses, {place}")
    return True


def _streamed(member: Member, making: Making, place: str) -> bool:
    """Read a long file of places piece by piece."""
    counts: dict[str, int] = {}
    for prefix, value in streamed(member.stream(), (*(f"{key}.item" for key in LISTS), "item"), name=making.name, place=place):
        called, kind, read = LISTS.get(prefix.removesuffix(".item"), ("timeline", Segment, segment))
        counts[prefix] = counts.get(prefix, 0) + 1
        try:
            read(msgspec.convert(value, kind, strict=False), making, called, counts[prefix])
        except msgspec.ValidationError:
            making.unread(called)
        if making.full or making.bad.get(called, 0) > BAD or counts[prefix] > ROWS:
            making.too_many(counts[prefix])
            break
    return bool(counts)
