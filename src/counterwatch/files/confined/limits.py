"""What the limited child process may not do: take more memory and time than stated, open a socket, start a program, write a file.

Memory and time are limited on every POSIX system. The rest is a filter of system calls (seccomp), on Linux for x86-64 and arm64; where there
is none, `confine` says so.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from contextlib import suppress

MEMORY, SECONDS = 3 << 30, 7200
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, EQUAL, ANY_BIT, RETURN, AT_LEAST = 0x20, 0x15, 0x45, 0x06, 0x35
WRITES = 0o3 | 0o100 | 0o1000 | 0o2000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND."""
THREAD = 0x10000
"""CLONE_THREAD: a thread of this process, not a process."""
FOREIGN_CALLS = 0x40000000
"""From here on, numbers on x86-64 are those of another table (x32)."""
MACHINES = {
    "x86_64": (
        0xC000003E,
        # socket, socketpair, connect, bind, ptrace, process_vm_readv/writev, execve, execveat, fork, vfork, io_uring_setup, openat2, creat, unlink,
        # unlinkat, rename, renameat, renameat2, mkdir, mkdirat, link, linkat, symlink, symlinkat, truncate, kill, tkill, tgkill, bpf, clone3, mount
        (41, 53, 42, 49, 101, 310, 311, 59, 322, 57, 58, 425, 437, 85, 87, 263, 82, 264, 316, 83, 258, 86, 265, 88, 266, 76, 62, 200, 234, 321, 165),
        {2: 1, 257: 2},
        56,
    ),
    "aarch64": (
        0xC00000B7,
        (198, 199, 203, 200, 117, 270, 271, 221, 281, 425, 437, 35, 38, 276, 34, 37, 36, 45, 129, 130, 131, 280, 40),
        {56: 2},
        220,
    ),
}  # fmt: skip
"""For each machine its mark, the calls that are refused, those that open a file with the number of the argument that says for what, and `clone`."""


def confine(*, memory: int = MEMORY) -> bool:
    """Limit this process from now on; say whether its system calls are filtered too."""
    _limit_resources(memory)
    return sys.platform == "linux" and _filter_calls()


def _limit_resources(memory: int) -> None:
    with suppress(ImportError):
        import resource

        most_of = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CPU: SECONDS,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NOFILE: 64,
        }
        for what, most in most_of.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def _filter_calls() -> bool:
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = _program(*machine)
    lines = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(lines)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(SET_SECCOMP, FILTER, head, 0, 0) == 0)


def _program(mark: int, refused: tuple[int, ...], opening: dict[int, int], clone: int) -> bytes:
    """Return the filter: a call of another machine, a refused one, a file opened for anything but reading and a new process get EPERM."""
    lines = [
        _line(LOAD, 4),
        _line(EQUAL, mark, yes=1),
        _line(RETURN, DENY),
        _line(LOAD, 0),
        _line(AT_LEAST, FOREIGN_CALLS, no=1),
        _line(RETURN, DENY),
    ]
    for call in refused:
        lines += [_line(EQUAL, call, no=1), _line(RETURN, DENY)]
    for call, argument in opening.items():
        # Where the call is this one: load the flags, refuse those that write, allow the others.
        lines += [_line(EQUAL, call, no=4), _line(LOAD, 16 + 8 * argument), _line(ANY_BIT, WRITES, no=1), _line(RETURN, DENY), _line(RETURN, ALLOW)]
    lines += [_line(EQUAL, clone, no=3), _line(LOAD, 16), _line(ANY_BIT, THREAD, yes=1), _line(RETURN, DENY)]
    return b"".join([*lines, _line(RETURN, ALLOW)])


def _line(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)
