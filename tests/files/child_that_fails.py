"""What runs in the limited child process for tests: it answers, dies, falls silent, or tries what it may not, as it is asked."""

import os
import socket
import sys
import time
from typing import Any

from counterwatch.files.confined.conversing import converse
from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.sizes import Refused


def main() -> None:
    converse(answer, memory=1 << 30)


def answer(asked: dict[str, Any], data: bytes, emit: Emit) -> None:
    what = asked["what"]
    if what == "echo":
        emit(kind="echo", process=os.getpid(), body=data)
    elif what == "die":
        os._exit(3)
    elif what == "sleep":
        time.sleep(60)
    elif what == "refuse":
        raise Refused("because")
    elif what == "memory":
        emit(kind="held", body=bytes(2 << 30))
    elif what == "chatter":
        for _ in range(100):
            emit(kind="echo")
    elif what == "garbage":
        sys.stdout.buffer.write(b"\x00\x00\x00\x05hello")
        sys.stdout.buffer.flush()
    else:
        emit(
            kind="tried",
            errors=[
                tried(each) for each in (socket.socket, lambda: os.open("written", os.O_CREAT | os.O_WRONLY), lambda: os.execv("/bin/true", ["true"]))
            ],
        )


def tried(what: Any) -> int:
    try:
        what()
    except OSError as error:
        return error.errno or 0
    return 0
