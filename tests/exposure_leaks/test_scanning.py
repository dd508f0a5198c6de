"""Searching bytes: what a slow search finds is found, wherever the pieces are cut, and what chance gives is what was said."""

import base64
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.exposure.leaks import scan
from counterwatch.exposure.leaks.chance import in_random_bytes
from counterwatch.exposure.leaks.folding import folded
from counterwatch.exposure.leaks.needles import Needles
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.leaks.views import FEW, LEAST, printable
from counterwatch.exposure.persona import Identifier, Persona

WORDS = ("abab", "babab", "aa+aa", "a\0b\0a", "ABBA")
SHORT = Persona(identifiers=tuple(Identifier(label=f"account#{number}", kind="account", value=each) for number, each in enumerate(WORDS)))
NEEDLES = Needles(SHORT)


def slowly(data: bytes) -> set[tuple[bytes, int]]:
    small = folded(data)
    return {(each, start) for each in NEEDLES.patterns for start in range(len(small)) if small.startswith(each, start)}


@given(st.lists(st.sampled_from([b"a", b"b", b"A", b"B", b"\0", b" ", b"+", b"abab", b"ABBA"]), max_size=60), st.integers(1, 40))
def test_one_pass_finds_what_a_slow_search_finds(letters: list[bytes], cut: int) -> None:
    data = b"".join(letters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "CHUNK", cut)
        found = [(NEEDLES.patterns[pattern], start) for pattern, start, _ in scan.raw_places(NEEDLES, data)]
    assert sorted(found) == sorted(slowly(data))


@given(st.text("ABCDEFGHabcdefgh0123456789+/-_", max_size=11), st.binary(max_size=20), st.binary(max_size=20))
def test_base64_is_read_wherever_in_a_run_it_begins(before: str, left: bytes, right: bytes) -> None:
    search = Search(Persona(identifiers=(Identifier(label="email#1", kind="email", value="tenzin@example.org"),)))
    data = before.encode() + base64.b64encode(left + b' "tenzin@example.org" ' + right)
    assert [(each.label, each.path) for each in search(data).found] == [("email#1", ("base64",))]


def many(count: int, letters: int) -> Persona:
    """Return short random accounts, small letters and digits."""
    rng = np.random.default_rng(3)
    values = {"".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz0123456789"), letters)) for _ in range(count)}
    return Persona(identifiers=tuple(Identifier(label=f"account#{n}", kind="account", value=each) for n, each in enumerate(sorted(values))))


def test_what_chance_gives_in_random_bytes_is_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.exposure.leaks.needles.digests", lambda _: ())
    needles = Needles(many(600, 4))
    short = [each for each in needles.all if not each.digest and len(each.key) == 4]
    data = np.random.default_rng(4).bytes(24 << 20)
    found = sum(len(needles.patterns[pattern]) == 4 for pattern, _, _ in scan.raw_places(needles, data))
    expected = in_random_bytes(short, len(data))
    assert expected > 20
    # Counts of rare events vary by the root of what is expected: five of these are met once in a million.
    assert abs(found - expected) < 5 * math.sqrt(expected)
    assert len(scan.places(needles, data)) < expected, "beside delimiters or the name of a field only"


def test_identifiers_of_ten_bytes_are_not_found_in_random_bytes() -> None:
    search = Search(many(10, 10))
    assert search(np.random.default_rng(5).bytes(4 << 20)).found == ()
    assert in_random_bytes(search.needles.all, 4 << 20) < 1e-6


def test_short_identifiers_need_a_field_or_delimiters() -> None:
    search = Search(
        Persona(identifiers=(Identifier(label="account#1", kind="account", value="k3tqs"), Identifier(label="name#1", kind="name", value="李伟")))
    )

    def labels(text: str) -> list[str]:
        return [each.label for each in search(text.encode()).found]

    assert labels('{"u":"k3tqs"}') == labels("user=k3tqs") == labels("k3tqs") == ["account#1"]
    assert labels("xk3tqs") == labels("k3tqsx") == labels("a-k3tqs-b") == []
    assert labels('{"n":"李伟"}') == labels("name=李伟") == ["name#1"]
    assert labels("收件人：李伟，电话") == labels("name=李伟！") == ["name#1"]
    assert labels("李伟大") == labels("小李伟") == labels("name=李伟大") == labels("收件人：李伟大") == []


@given(st.lists(st.sampled_from([b"a", b"\0", b"\xff", b"abcdefg", b"abcdefgh", b"\t", b"~"]), max_size=40))
def test_stretches_of_text_are_the_same_in_few_bytes_and_in_many(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert printable(data + bytes(FEW)) == printable(data) == [each for each in re.findall(rb"[\t\n\r\x20-\x7e]+", data) if len(each) >= LEAST]
