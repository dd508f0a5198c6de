"""An e-mail address as apps write and fold it: small letters, without a tag, and at Gmail without dots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.forms.form import Form

GMAIL = ("gmail.com", "googlemail.com")


def email_forms(address: str) -> Iterator[Form]:
    """Yield the forms of an address."""
    local, _, domain = address.rpartition("@")
    yield Form(text=address, name="as entered", hashed=True)
    yield Form(text=address.lower(), name="small letters", hashed=True)
    yield Form(text=address.upper(), name="capitals", hashed=True)
    yield Form(text=f"{local.lower().partition('+')[0]}+", name="with a tag", prefix=True)
    domains = [each for each in GMAIL if domain in GMAIL] or [domain]
    for each in dict.fromkeys((domain, *domains, _punycode(domain))):
        for name, folded in _locals(local.lower(), each):
            yield Form(text=f"{folded}@{each}", name=name, hashed=True)


def tagged(data: bytes, start: int, address: str) -> int | None:
    """Return where an address with any tag ends that begins at an offset, or None where none does."""
    local, _, domain = address.lower().rpartition("@")
    base = local.partition("+")[0]
    pattern = rb"%b\+[^\s@\"'<>&=,;]{1,64}?@%b(?![a-z0-9_-]|\.[a-z0-9])" % (re.escape(base.encode()), re.escape(domain.encode()))
    found = re.compile(pattern, re.IGNORECASE).match(data, start)
    return found.end() if found else None


def canonical_email(address: str) -> str:
    """Return what two spellings of one address have in common."""
    local, _, domain = address.lower().rpartition("@")
    base = local.partition("+")[0]
    return f"{base.replace('.', '')}@{GMAIL[0]}" if domain in GMAIL else f"{base}@{_punycode(domain)}"


def _locals(local: str, domain: str) -> Iterator[tuple[str, str]]:
    base = local.partition("+")[0]
    yield "other domain", local
    if base != local:
        yield "without tag", base
    if domain in GMAIL:
        yield "without dots", base.replace(".", "")


def _punycode(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
