"""The guide names every bound by its code and says how much it is."""

from __future__ import annotations

import pathlib

import pytest

from counterwatch.exposure.reading import limits

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "guide" / "exposure-captures.md"
LIMITS = {name: each for name, each in vars(limits).items() if isinstance(each, limits.Limit)}


@pytest.mark.parametrize("name", LIMITS)
def test_a_bound_stands_in_the_guide(name: str) -> None:
    lines = [line for line in GUIDE.read_text().splitlines() if f"`{LIMITS[name].code}`" in line]
    assert len(lines) == 1
    assert f"{LIMITS[name].most:,}" in lines[0]
