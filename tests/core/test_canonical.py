"""Canonical JSON equals RFC 8785 where that is promised, and one value has one byte string."""

import json
import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import canonical, digest, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(st.none() | st.booleans() | WHOLE | TEXT, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=30)


@given(VALUES)
def test_equals_rfc_8785_without_floats(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("text", ["".join(map(chr, range(128))), "\u2028\u2029\ufeff", "e\u0301 é", "\U0001f47e", '"\\/'])
def test_awkward_text_equals_rfc_8785(text: str) -> None:
    assert canonical([text]) == rfc8785.dumps([text])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_equal(number: float) -> None:
    back = json.loads(canonical([number]))[0]
    assert back == number
    assert math.copysign(1, back) == math.copysign(1, number)


@given(st.dictionaries(KEYS, WHOLE))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_the_hash_is_the_published_one() -> None:
    # FIPS 180-2, appendix B.1.
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
