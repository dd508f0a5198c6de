"""The limited child process cannot reach a network, a program, a file to write, or more memory than stated: asked in a process that tries."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from counterwatch.files.confined.limits import MACHINES

TRIES = {
    "socket": "import socket; socket.socket()",
    "pair": "import socket; socket.socketpair()",
    "write": "open('written', 'w')",
    "append": "open(__file__ if '__file__' in globals() else '/etc/hostname', 'ab')",
    "remove": "import os; os.unlink('nothing')",
    "folder": "import os; os.mkdir('made')",
    "program": "import os; os.execv('/bin/true', ['true'])",
    "process": "import os; os._exit(0) if os.fork() == 0 else os.wait()",
    "signal": "import os; os.kill(os.getppid(), 0)",
}


def tried(what: str, *, is_confined: bool) -> str:
    first = "from counterwatch.files.confined.limits import confine; assert confine()\n" if is_confined else ""
    program = f"{first}try:\n    {what}\nexcept OSError as error:\n    print(error.errno)\nelse:\n    print('done')\n"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip()


@pytest.mark.parametrize("what", sorted(TRIES))
def test_what_a_parser_never_needs_is_refused(what: str) -> None:
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        pytest.skip("system calls are filtered on Linux for x86-64 and arm64 only")
    assert tried(TRIES[what], is_confined=True) == "1"


def test_reading_and_threads_still_work() -> None:
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        pytest.skip("system calls are filtered on Linux for x86-64 and arm64 only")
    assert (
        tried("import threading; t = threading.Thread(target=len, args=('',)); t.start(); t.join(); open('/etc/passwd').read()", is_confined=True)
        == "done"
    )


def test_without_the_filter_these_would_work() -> None:
    assert [tried(TRIES[each], is_confined=False) for each in ("socket", "pair", "process", "signal")] == ["done"] * 4


def test_memory_is_limited() -> None:
    program = (
        "from counterwatch.files.confined.limits import confine; confine()\ntry:\n    bytearray(4 << 30)\nexcept MemoryError:\n    print('limited')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "limited"
