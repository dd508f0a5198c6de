"""What is shared, in words: the signals as a sentence calls them."""

from __future__ import annotations

import hashlib

from counterwatch.core import Message, Template

WORDS = {
    "repost": Template("coordination.names.repost", "reposted posts"),
    "link": Template("coordination.names.link", "links"),
    "hashtag": Template("coordination.names.hashtag", "hashtags"),
    "hashtag_sequence": Template("coordination.names.hashtag_sequence", "series of hashtags"),
    "reply": Template("coordination.names.reply", "posts replied to"),
    "reply_account": Template("coordination.names.reply_account", "accounts replied to"),
    "mention": Template("coordination.names.mention", "accounts mentioned"),
    "text": Template("coordination.names.text", "texts"),
    "near_text": Template("coordination.names.near_text", "nearly identical texts"),
    "image": Template("coordination.names.image", "pictures"),
    "object": Template("coordination.names.object", "objects"),
    "rhythm": Template("coordination.names.rhythm", "posting rhythms"),
}
OTHER = Template("coordination.names.other", "objects of the kind «{signal}»")


def name_of(signal: str) -> Message:
    """Return what the objects of a signal are called."""
    return WORDS[signal]() if signal in WORDS else OTHER(signal=signal)


POSTS = frozenset({"repost", "reply"})
"""Signals whose objects are posts."""

SOCIAL: tuple[str, ...] = (
    "x.com",
    "twitter.com",
    "facebook.com",
    "instagram.com",
    "tiktok.com",
    "t.me",
    "weibo.com",
    "weibo.cn",
    "vk.com",
    "threads.net",
    "bsky.app",
)
ALSO_SOCIAL = ("youtube.com", "linkedin.com", "reddit.com", "mastodon.social", "ok.ru", "douyin.com", "kuaishou.com", "zhihu.com", "bilibili.com")


def shown(signal: str, object: str) -> str:
    """Return the name of an object as a page may show it.

    Addresses on social platforms, which name accounts, are shown up to their host only; a post, whose id or address leads to its
    account, as the beginning of a hash.
    """
    if signal in POSTS:
        return f"#{hashlib.sha256(object.encode()).hexdigest()[:8]}"
    host = object.removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
    if signal == "link" and any(host == each or host.endswith(f".{each}") for each in (*SOCIAL, *ALSO_SOCIAL)):
        return f"{host}/…"
    return object
