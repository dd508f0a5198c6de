"""Which code made a run: the hash of every module of ours that took part, and the version of every plugin."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence

from counterwatch.core.software import code_of

OURS = "counterwatch"


def code_of_all(modules: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of the source of some modules and of every module of ours that they import, by module name."""
    return {name: digest for module in modules for name, digest in code_of(module).items()}


def plugins_of(modules: Sequence[str]) -> dict[str, str]:
    """Return the version of each third-party distribution that supplied one of some modules."""
    tops = sorted({module.partition(".")[0] for module in modules} - {OURS})
    if not tops:
        return {}
    owners = importlib.metadata.packages_distributions()
    return {name: importlib.metadata.version(name) for top in tops for name in owners.get(top, [])}


def changed_modules(stored: dict[str, str], now: dict[str, str]) -> list[str]:
    """Name the modules whose source is not what it was, came since, or is gone."""
    return sorted(name for name in stored.keys() | now.keys() if stored.get(name) != now.get(name))
