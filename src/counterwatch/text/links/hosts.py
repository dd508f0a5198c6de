"""Hosts under one name: the same site on a telephone, as AMP, in another alphabet."""

from __future__ import annotations

import re
from functools import lru_cache

EDITIONS = frozenset({"www", "www2", "m", "mobile", "wap", "amp", "touch", "mbasic"})
SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"})
ALIASES = {
    "x.com": "twitter.com",
    "web.facebook.com": "facebook.com",
    "fb.com": "facebook.com",
    "music.youtube.com": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "telegram.me": "t.me",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
}
WIKIS = re.compile(r"\.m\.(?=(wikipedia|wiktionary|wikimedia|wikinews|wikiquote|wikisource)\.org\Z)")
LONGEST = 253
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+\Z")


@lru_cache(maxsize=1 << 16)
def plain_host(host: str) -> str | None:
    """Return the host in ASCII without the labels of its editions; nothing where it is no name of a host."""
    written = _ascii(host)
    if written is None:
        return None
    shorter = WIKIS.sub(".", written)
    while (parts := shorter.partition("."))[0] in EDITIONS and _stands_alone(parts[2]):
        shorter = parts[2]
    return ALIASES.get(shorter, shorter)


def _ascii(host: str) -> str | None:
    """Return a host in lower case, other alphabets as their `xn--` names (RFC 3490)."""
    bare = host.strip().rstrip(".").lower()
    if not bare or len(bare) > LONGEST:
        return None
    try:
        written = bare.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return written if HOST.match(written) else None


def _stands_alone(host: str) -> bool:
    """Return whether a host is still one without its first label: `m.co.uk` is a site, `co.uk` is not."""
    labels = host.split(".")
    return len(labels) > 1 and not (len(labels) == 2 and labels[0] in SECOND_LEVEL and len(labels[1]) == 2)
