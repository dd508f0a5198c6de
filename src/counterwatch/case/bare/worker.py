"""A worker: it takes jobs from its standard input, a line of JSON for some at once, and answers each line with one.

Whatever is not plainly good is answered with None: the process that asked then does that job itself and finds the words for it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Callable

from counterwatch.case.bare.hashing import CHUNK, Tick
from counterwatch.case.bare.looking import looking
from counterwatch.case.bare.opening import Opener
from counterwatch.case.bare.sealing import Sealing
from counterwatch.case.bare.writing import ReadsOtherwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

READY = "counterwatch worker 1"
OFTEN = 64 * CHUNK


def main() -> None:
    """Say that this is a worker, read what the work is, and work until there is no more."""
    # Ctrl-C reaches every process of a terminal; this one ends when the one that started it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # No job leaves a ring of references behind, and looking for some takes time.
    gc.disable()
    say(READY)
    job = work_of(json.loads(sys.stdin.readline()), telling())
    for line in sys.stdin:
        say([tried(job, each) for each in json.loads(line)])


def work_of(given: dict[str, Any], tick: Tick) -> Callable[[Any], Any]:
    """Return what does one job."""
    secrets = [bytes.fromhex(each) for each in given["secrets"]]
    if "recipients" in given:
        from pyrage import x25519

        recipients = [x25519.Recipient.from_str(each) for each in given["recipients"]]
        return Sealing(os.fsdecode(given["folder"].encode("latin-1")), secrets, recipients, tick).seal
    opener = Opener(given["key"]) if given["key"] else None
    return looking(given["objects"].encode("latin-1"), secrets, opener, tick)


def tried(job: Callable[[Any], Any], given: Any) -> Any:
    """Do one job, or answer None."""
    try:
        return job(given)
    except (OSError, ValueError, ReadsOtherwise):
        return None


def telling() -> Tick:
    """Return what says now and then how far a job is, so that it can be stopped."""
    said = 0

    def tick(done: int) -> None:
        nonlocal said
        if done < said:
            said = 0
        if done - said >= OFTEN:
            said = done
            say(done)

    return tick


def say(what: Any) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
