"""A stranger's file is told by its bytes, what speaks for care is said by a code of ours, and nothing of it is opened, however it is made."""

import builtins
import random
import tracemalloc
import zipfile
import zlib

import pytest
from attachment_zoo import HARMLESS, ZOO, packed, pdf, picture
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.files.quarantine.kinds import KINDS
from counterwatch.files.quarantine.look import looked_at
from counterwatch.files.quarantine.words import WARNINGS


@pytest.mark.parametrize("each", HARMLESS)
def test_of_a_harmless_file_only_its_kind_is_said(each: str) -> None:
    name, data, kind = HARMLESS[each]
    assert (looked_at(data, name).kind, looked_at(data, name).warnings) == (kind, ())


@pytest.mark.parametrize("each", ZOO)
def test_what_is_made_to_do_harm_is_named(each: str) -> None:
    name, data, kind, warnings = ZOO[each]
    seen = looked_at(data, name)
    assert seen.kind == kind
    assert set(seen.warnings) >= warnings


def test_every_code_has_words_and_every_word_of_care_has_its_file_in_the_zoo() -> None:
    assert {each for _, _, _, warnings in ZOO.values() for each in warnings} | {"many"} == set(WARNINGS)


def test_nothing_is_unpacked_opened_or_imported_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    for place, name in ((zlib, "decompress"), (zlib, "decompressobj"), (zipfile.ZipFile, "open"), (builtins, "open"), (builtins, "eval")):
        monkeypatch.setattr(place, name, forbidden)
    seen = {each: looked_at(data, name) for each, (name, data, _, _) in ZOO.items()}
    assert all(set(ZOO[each][3]) <= set(found.warnings) for each, found in seen.items())


@given(
    data=st.one_of(st.binary(max_size=3_000), st.sampled_from([data for _, data, _, _ in ZOO.values()])),
    name=st.text(max_size=40),
    seed=st.integers(),
)
def test_whatever_comes_is_answered_with_codes_of_ours(data: bytes, name: str, seed: int) -> None:
    changed, draw = bytearray(data), random.Random(seed)
    for _ in range(draw.choice((0, 1, 20))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    seen = looked_at(bytes(changed), name)
    assert seen.kind in KINDS
    assert set(seen.warnings) <= set(WARNINGS)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg " + b"href=" + b" " * 3_000_000,
        b"<" + b"<!-- " * 500_000,
        b" " * 3_000_000,
        b"<!---->" * 9_000 + b"x",
        b"<!-- -->" * 400_000,
        b"<?xml ?>" * 9_000 + b"<!DOCTYPE >" * 9_000,
        b"<svg " + (b"href=" + b" " * 20) * 120_000,
        b"%PDF-1.7" + b"/A#41" * 600_000,
        b"\xff\xd8" + b"\xff\xd8" * 1_000_000,
        b"GIF89a" + bytes(7) + b"\x2c" * 3_000_000,
        packed(*((f"{number}.txt", b"") for number in range(6_000))),
        b"PK\x05\x06" * 700_000,
    ],
    ids=[
        "spaces",
        "comments",
        "blank",
        "closed comments",
        "more comments",
        "declarations",
        "references",
        "names",
        "markers",
        "blocks",
        "members",
        "ends",
    ],
)
def test_what_is_made_to_take_long_takes_little_memory_and_ends(data: bytes) -> None:
    tracemalloc.start()
    looked_at(data, "a.svg")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40 << 20


def test_too_many_members_are_said_and_not_counted_on() -> None:
    assert "many" in looked_at(packed(*((f"{number}.txt", b"") for number in range(6_000))), "a.zip").warnings


def test_a_name_is_held_against_what_the_file_is() -> None:
    assert "mismatch" in looked_at(picture("PNG"), "passport.pdf").warnings
    assert "mismatch" in looked_at(pdf(), "photo.JPG ").warnings
    assert looked_at(picture("PNG"), "passport.PNG").warnings == ()
