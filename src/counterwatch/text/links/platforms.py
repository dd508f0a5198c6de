"""Posts and videos of platforms under one address, without the name of the account where the platform does not need it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

VIDEO = re.compile(r"/(?:shorts|embed|live|v)/([A-Za-z0-9_-]{11})(?:/|\Z)")
VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}\Z")
POSTS = (
    ("twitter.com", re.compile(r"/(?:[^/]+|i/web)/status(?:es)?/(\d+)(?:/|\Z)"), "twitter.com/i/status/{}"),
    ("tiktok.com", re.compile(r"/@[^/]*/(?:video|photo)/(\d+)(?:/|\Z)"), "tiktok.com/@/video/{}"),
    ("instagram.com", re.compile(r"/(?:[^/]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]+)(?:/|\Z)"), "instagram.com/p/{}"),
)


def known_post(host: str, path: str, query: str) -> str | None:
    """Return the one address of a post or video, nothing where this is another page."""
    if host in {"youtube.com", "youtu.be"}:
        video = _video(host, path, query)
        return f"youtube.com/watch?v={video}" if video else None
    found = ((pattern.match(path), address) for site, pattern, address in POSTS if site == host)
    return next((address.format(match[1]) for match, address in found if match), None)


def _video(host: str, path: str, query: str) -> str | None:
    if host == "youtu.be":
        named = path.strip("/").partition("/")[0]
    elif path.rstrip("/") == "/watch":
        named = parse_qs(query).get("v", [""])[0]
    else:
        named = match[1] if (match := VIDEO.match(path)) else ""
    return named if VIDEO_ID.match(named) else None
