"""Network addresses (IP, both versions) in cells and pages."""

from __future__ import annotations

import ipaddress
import re

TOKEN = re.compile(r"(?<![\w.:])[0-9A-Fa-f.:]{3,45}(?![\w.:])")


def network(text: str) -> str:
    """Return the first network address in a text; empty where there is none."""
    return next((each for each in TOKEN.findall(text[:4000]) if is_network(each)), "")


def is_network(text: str) -> bool:
    """Say whether a text is a network address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
