"""Links inside links: viewers and redirects that carry the address they lead to."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

VIEWERS = re.compile(r"(?:s/)?(?P<rest>[^/]+\.[^/]+.*)\Z", re.DOTALL)
CACHES = ("cdn.ampproject.org", "bing-amp.com")
REDIRECTS = {
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("google.com", "/url"): ("q", "url"),
    ("youtube.com", "/redirect"): ("q",),
    ("vk.com", "/away.php"): ("to",),
    ("out.reddit.com", "/"): ("url",),
    ("t.umblr.com", "/redirect"): ("z",),
    ("slack-redir.net", "/link"): ("url",),
    ("link.zhihu.com", "/"): ("target",),
    ("link.juejin.cn", "/"): ("target",),
    ("douban.com", "/link2"): ("url",),
}
GOOGLE = re.compile(r"(?:www\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\Z")


def inner(host: str, path: str, query: str) -> str | None:
    """Return the address that a link carries in itself, nothing where it carries none; `host` as `hosts.plain_host` returns it."""
    if GOOGLE.match(host):
        host = "google.com"
    if host == "google.com" and path.startswith("/amp/"):
        return _viewed(path.removeprefix("/amp/"), query)
    if host.endswith(CACHES) and path[:3] in {"/c/", "/v/", "/i/"}:
        return _viewed(path[3:], query)
    return _redirected(host, path, query)


def _viewed(rest: str, query: str) -> str | None:
    found = VIEWERS.match(rest)
    return f"https://{found['rest']}{query and '?'}{query}" if found else None


def _redirected(host: str, path: str, query: str) -> str | None:
    names = REDIRECTS.get((host, path.rstrip("/") or "/"), ())
    held = parse_qs(query) if names else {}
    return next((held[name][0] for name in names if name in held and held[name][0].startswith(("http://", "https://"))), None)
