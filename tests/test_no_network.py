"""The suite cannot reach another machine, and neither can a process it starts."""

import asyncio
import pathlib
import socket
import subprocess
import sys

import pytest

from loopback_only import NetworkUsed

ELSEWHERE = "192.0.2.1"  # kept free for documentation by RFC 5737: nobody answers there


def test_connecting_elsewhere_raises() -> None:
    with socket.socket() as one, pytest.raises(NetworkUsed, match="is not this machine"):
        one.connect((ELSEWHERE, 80))
    with socket.socket() as one, pytest.raises(NetworkUsed, match="is not this machine"):
        one.connect_ex((ELSEWHERE, 80))


def test_a_datagram_elsewhere_raises() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(NetworkUsed):
        one.sendto(b"x", (ELSEWHERE, 53))


def test_asking_for_an_address_raises() -> None:
    with pytest.raises(NetworkUsed, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 443)


def test_an_event_loop_is_watched_too() -> None:
    async def leave() -> None:
        await asyncio.open_connection(ELSEWHERE, 80)

    with pytest.raises(NetworkUsed):
        asyncio.run(leave())


def test_a_child_process_is_watched_too() -> None:
    program = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "NetworkUsed" in done.stderr


def test_this_machine_may_talk_to_itself(tmp_path: pathlib.Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername() == server.getsockname()
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"x")
        assert right.recv(1) == b"x"
