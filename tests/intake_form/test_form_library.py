"""The library in the form is the one that its README names, and nothing of it was edited."""

from __future__ import annotations

import hashlib
import pathlib
import re

import counterwatch
from intake_library import ABSENT, ALLOWED, PACKAGES

FOLDER = pathlib.Path(counterwatch.__file__).parent / "data" / "intake"
LIBRARY = (FOLDER / "age-x25519.min.js").read_bytes()
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_readme_holds_hash_and_size_of_the_library() -> None:
    assert f"({len(LIBRARY)} bytes): `{hashlib.sha256(LIBRARY).hexdigest()}`" in README


def test_the_readme_names_each_package_as_the_build_pins_it() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| ([\d.]+) \| ([\w-]+) \| `(sha512-[^`]+)` \|$", README, re.MULTILINE)
    assert {name: (version, licence, integrity) for name, version, licence, integrity in rows} == PACKAGES
    assert PACKAGES["age-encryption"][0] == "0.3.1"
    assert set(PACKAGES) == ALLOWED


def test_every_package_has_its_licence_beside_it() -> None:
    text = (FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if re.fullmatch(r"[@\w/-]+ \d+\.\d+\.\d+", line)] == [
        f"{name} {version}" for name, (version, _, _) in PACKAGES.items()
    ]
    assert text.count("Permission is hereby granted, free of charge") == 4


def test_nothing_post_quantum_is_inside() -> None:
    assert b"kyber" not in LIBRARY.lower()
    assert len(LIBRARY) < 70_000, "with the post-quantum keys it has twice as many bytes"
    assert "@noble/post-quantum/hybrid.js" in ABSENT
