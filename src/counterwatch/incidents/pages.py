"""References of sources as pages and publishers: what two spellings of one reference have in common."""

from __future__ import annotations

import re

from counterwatch.text.links.canonical import canonical
from counterwatch.text.links.hosts import plain_host
from counterwatch.text.sameness import same

ARCHIVED = re.compile(r"^(?:https?://)?web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?P<page>.+)$", re.IGNORECASE | re.DOTALL)
OF_MANY = frozenset({
    "twitter.com", "facebook.com", "mastodon.social", "instagram.com", "youtube.com", "tiktok.com", "t.me", "telegram.org", "weibo.com",
    "m.weibo.cn", "reddit.com", "vk.com", "mp.weixin.qq.com", "medium.com", "threads.net", "bsky.app", "douyin.com", "xiaohongshu.com",
    "zhihu.com", "bilibili.com", "archive.org", "web.archive.org", "archive.today", "archive.ph", "archive.is", "docs.google.com",
    "drive.google.com", "sites.google.com", "linkedin.com", "github.com", "odysee.com", "rumble.com", "gettr.com", "line.me", "discord.com",
    "news.google.com", "msn.com", "yahoo.com",
})  # fmt: skip
"""Hosts on which many publish: two pages of them are not of one publisher."""


def page_of(reference: str) -> str:
    """Return what a reference is compared by: the canonical link, an archived page as the page itself, other text without its spelling."""
    archived = ARCHIVED.match(reference.strip())
    inside = archived["page"] if archived else reference
    return canonical(inside) or same(reference)


ACCOUNT = re.compile(
    r"^(?:https?://)?(?:www\.|m\.|mobile\.)?"
    r"(?P<host>twitter\.com|x\.com|t\.me|instagram\.com|tiktok\.com|weibo\.com|threads\.net|mastodon\.social|medium\.com|gettr\.com)"
    r"/(?:s/)?(?P<account>@?[^/?#@]+)/",
    re.IGNORECASE,
)
"""A page of an account: on these platforms its name comes first."""
NO_ACCOUNT = frozenset({"i", "s", "p", "c", "reel", "reels", "tv", "web", "explore", "search", "joinchat", "statuses", "ttarticle", "hashtag", "tag"})


def publisher_of(reference: str) -> str:
    """Return who speaks through a reference: its host, or on a platform the account where the link names it; empty where it is no link or many do."""
    archived = ARCHIVED.match(reference.strip())
    inside = archived["page"] if archived else reference.strip()
    page = canonical(inside)
    host = plain_host(page.partition("/")[0].partition("?")[0].partition(":")[0]) if page else None
    if not host:
        return ""
    return host if host not in OF_MANY else _account(inside)


def _account(link: str) -> str:
    found = ACCOUNT.match(link)
    name = found["account"].casefold().removeprefix("@") if found else ""
    return f"{found['host'].casefold().replace('x.com', 'twitter.com')}/{name}" if found and name not in NO_ACCOUNT else ""
