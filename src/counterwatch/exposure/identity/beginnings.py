"""Files to begin with: a template for each common arrangement, to be changed by its owner."""

from __future__ import annotations

from importlib.resources import files

NAMES = ("digital-id", "home-sim", "super-app", "bank-card", "email", "device", "passkey", "social-recovery")
"""What there is a template of; the file `templates/NAME.toml` holds it."""


def template(name: str) -> str:
    """Return a template as TOML. Raises `KeyError` for a name that there is none of."""
    if name not in NAMES:
        raise KeyError(name)
    return (files("counterwatch.exposure.identity") / "templates" / f"{name}.toml").read_text(encoding="utf-8")
