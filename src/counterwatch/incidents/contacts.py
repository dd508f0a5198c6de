"""How somebody can be reached: telephone numbers, addresses and accounts do not belong into a text of the casebook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from counterwatch.core import Message, Template
from counterwatch.incidents.guard import pointing_at

CONTACT = Template("incidents.contacts.contact", "this holds what looks like a telephone number or an e-mail address; seal it as evidence instead")
ACCOUNT = Template(
    "incidents.contacts.account",
    "this holds what looks like an account or a link to one; seal a capture of it as evidence instead, and write what kind of account it is",
)
EMAIL, PHONE = re.compile(r"[\w.+-]{2,}@[\w-]+\.[\w.-]{2,}"), re.compile(r"(?<![A-Za-z0-9_/.-])\+\d[\d ()./-]{7,}\d")
LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![A-Za-z0-9_./@])@[\w.]{2,}")
NUMBER = re.compile(r"(?<![A-Za-z0-9_/.,-])\(?\d[\d ()-]{7,}\d(?![A-Za-z0-9_/])")
DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-\d{1,2}(?:-\d{1,2})?(?!\d)")
FEWEST_DIGITS, MOST_DIGITS = 9, 15
"""A telephone number with its area has so many digits (ITU-T E.164)."""
PROFILE = re.compile(
    r"(?<![A-Za-z0-9-])(?:twitter|x|facebook|fb|instagram|tiktok|douyin|weibo|t|telegram|vk|youtube|threads|snapchat|linkedin|wa|bsky|kuaishou|xiaohongshu|zhihu)"
    r"\.(?:com|me|cn|app)/[\w@.-]",
    re.IGNORECASE,
)
"""Hosts on which a path leads to an account."""


def contact_in(text: str) -> Message | None:
    """Return why a text cannot stand in the casebook, None where it can. Links to pages may stand; links to accounts may not."""
    return _contact_in(text) or pointing_at(text)


def _contact_in(text: str) -> Message | None:
    folded = unicodedata.normalize("NFKC", text)
    if PROFILE.search(folded):
        return ACCOUNT()
    plain = DATE.sub(" ", LINK.sub(" ", folded))
    if EMAIL.search(plain) or PHONE.search(plain) or any(_is_number(each) for each in NUMBER.findall(plain)):
        return CONTACT()
    return ACCOUNT() if HANDLE.search(plain) else None


def contacts_in(texts: Mapping[str, str], names: Iterable[str]) -> dict[str, Message]:
    """Return why texts cannot stand, by name."""
    found = ((name, contact_in(texts.get(name, ""))) for name in names)
    return {name: fault for name, fault in found if fault}


def _is_number(text: str) -> bool:
    return FEWEST_DIGITS <= sum(each.isdigit() for each in text) <= MOST_DIGITS
