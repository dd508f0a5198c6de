"""The domain of a row, as hosts in traffic are written: lower case, ASCII, without a wildcard before or a dot behind."""

from __future__ import annotations

import re

from counterwatch.core import Message, Template
from counterwatch.exposure.owners.registries import is_of_a_registry

OF_A_REGISTRY = Template("exposure.owners.of_a_registry", "{suffix} belongs to a registry, and anybody can register names below it")
NOT_A_DOMAIN = Template("exposure.owners.not_a_domain", "what stands for the domain is none")
DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*\Z")
ADDRESS = re.compile(r"[0-9.]+\Z")


def suffix_of(text: str) -> str | Message:
    """Return the domain that a cell holds, empty where it holds none, or why it cannot be one."""
    plain = text.strip().lower().removeprefix("*.").strip(".")
    if not plain:
        return ""
    try:
        ascii = plain if plain.isascii() else plain.encode("idna").decode()
    except UnicodeError:
        return NOT_A_DOMAIN()
    if not DOMAIN.match(ascii) or ADDRESS.match(ascii):
        return NOT_A_DOMAIN()
    return OF_A_REGISTRY(suffix=ascii) if is_of_a_registry(ascii) else ascii
