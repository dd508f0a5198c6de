"""What was freed goes back to the system where the C library can do that, and nothing breaks where it cannot."""

import ctypes
import sys
from pathlib import Path

import pytest

from counterwatch.core.memory import give_back


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_what_was_freed_goes_back() -> None:
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("this C library gives nothing back")
    kept, held = list[bytes](), list[bytes]()
    for number in range(40_000):
        (kept if number % 400 == 0 else held).append(bytes(2000))
    before = resident()
    held.clear()
    give_back()
    assert before - resident() > 40_000_000
    assert len(kept) == 100


def test_a_library_without_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    give_back()
