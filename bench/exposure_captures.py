"""How fast captures are read, in how much memory, beside tshark and mitmproxy's own reader: on files that this makes in a temporary folder.

`uv run python bench/exposure_captures.py --megabytes 1024`; tshark comes from the system, mitmproxy is fetched into an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

MITMPROXY = "import sys\nfrom mitmproxy import io\nwith open(sys.argv[1], 'rb') as file:\n    print(sum(1 for _ in io.FlowReader(file).stream()))\n"
TSHARK = ["-T", "fields", "-e", "tls.handshake.extensions_server_name", "-e", "http.request.full_uri", "-e", "dns.qry.name"]


def hello(name: bytes) -> bytes:
    server = struct.pack(">HBH", len(name) + 3, 0, len(name)) + name
    extensions = struct.pack(">HH", 0, len(server)) + server
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\x00\x02\x13\x01" + b"\x01\x00" + struct.pack(">H", len(extensions)) + extensions
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + struct.pack(">H", len(message)) + message


def tcp(client: int, number: int, flags: int, data: bytes = b"", *, back: bool = False, port: int = 443) -> bytes:
    own, other = (
        struct.pack(">4sH", bytes((10, 0, client >> 16 & 255, client >> 8 & 255)), 40_000 + client % 20_000),
        struct.pack(">4sH", b"\xc6\x33\x64\x07", port),
    )
    (source, source_port), (target, target_port) = ((each[:4], each[4:]) for each in ((other, own) if back else (own, other)))
    segment = source_port + target_port + struct.pack(">IIBBHHH", number, 0, 80, flags, 65_535, 0, 0) + data
    return (
        bytes(12) + b"\x08\x00" + b"\x45\x00" + struct.pack(">H", 20 + len(segment)) + b"\x00\x00\x40\x00\x40\x06\x00\x00" + source + target + segment
    )


def connections(rng: random.Random) -> Iterator[list[bytes]]:
    """Yield connections as lists of packets: most are TLS with far more coming than going, some are HTTP in the open with a body."""
    bulk = rng.randbytes(1 << 16)
    for client in range(1 << 24):
        packets = [tcp(client, 0, 2), tcp(client, 0, 18, back=True)]
        if client % 10:
            own = [hello(b"host-%d.example.org" % client), *(bulk[each * 90 : each * 90 + 600] for each in range(rng.randint(2, 40)))]
        else:
            body = b'{"city": "x", "text": "' + b"spoken in the open " * 150 + b'"}'
            head = b"POST /v1?n=%d HTTP/1.1\r\nHost: open-%d.example.org\r\nContent-Length: %d\r\n\r\n" % (client, client, len(body))
            own = [head + body[:900], *(body[each : each + 1400] for each in range(900, len(body), 1400))]
        number = 1
        for data in own:
            packets += [tcp(client, number, 24, data, port=443 if client % 10 else 80)]
            number += len(data)
            packets += [
                tcp(client, 1, 24, bulk[each : each + 1400], back=True, port=443 if client % 10 else 80)
                for each in range(0, rng.randint(0, 12) * 1400, 1400)
            ]
        yield packets


def make_pcap(file: BinaryIO, size: int) -> None:
    file.write(b"\xd4\xc3\xb2\xa1" + struct.pack("<HHiIII", 2, 4, 0, 0, 262_144, 1))
    written = 0
    for at, packets in enumerate(connections(random.Random(0))):
        for packet in packets:
            written += file.write(struct.pack("<IIII", 1772359200 + at // 50, 0, len(packet), len(packet)) + packet)
        if written >= size:
            return


def make_har(file: BinaryIO, size: int) -> None:
    rng, written = random.Random(0), 0
    file.write(b'{"log": {"version": "1.2", "entries": [')
    while written < size:
        headers = [{"name": f"x-{each}", "value": rng.randbytes(20).hex()} for each in range(20)]
        sent = {"method": "POST", "url": f"https://host.example.org/{written}", "headers": headers, "httpVersion": "HTTP/2", "cookies": []}
        sent["postData"] = {"mimeType": "application/json", "text": json.dumps({"token": rng.randbytes(300).hex()})}
        came = {"status": 200, "httpVersion": "HTTP/2", "headers": headers, "content": {"size": 1, "text": rng.randbytes(9000).hex()}}
        entry = {"startedDateTime": "2026-03-01T10:00:00.250Z", "time": 1, "request": sent, "response": came}
        written += file.write((b"," if written else b"") + json.dumps(entry).encode())
    file.write(b"]}}")


def make_mitm(file: BinaryIO, size: int) -> None:
    from counterwatch.exposure.reading.tnetstrings import written as netstring

    rng, done = random.Random(0), 0
    side = {"timestamp_start": 1.0, "timestamp_end": 2.0, "timestamp_tls_setup": None, "error": None, "tls": True, "id": "1", "sni": "a"}
    side |= {
        "certificate_list": [],
        "alpn_offers": [],
        "cipher_list": [],
        "cipher": None,
        "alpn": None,
        "tls_version": None,
        "transport_protocol": "tcp",
    }
    side |= {"peername": ["192.0.2.1", 1], "sockname": ["192.0.2.2", 2]}
    client = side | {"mitmcert": None, "proxy_mode": "regular"}
    server = side | {"address": ["a.example.org", 443], "timestamp_tcp_setup": None, "via": None}
    while done < size:
        headers = [[f"x-{each}".encode(), rng.randbytes(20).hex().encode()] for each in range(20)]
        both = {"http_version": b"HTTP/1.1", "headers": headers, "trailers": None, "timestamp_start": 1.0, "timestamp_end": 2.0}
        sent = both | {
            "method": b"POST",
            "scheme": b"https",
            "host": b"a.example.org",
            "port": 443,
            "path": b"/",
            "authority": b"",
            "content": rng.randbytes(600),
        }
        came = both | {"status_code": 200, "reason": b"OK", "content": rng.randbytes(18_000)}
        flow = {"version": 21, "type": "http", "id": "1", "error": None, "client_conn": client, "server_conn": server, "intercepted": False}
        flow |= {"is_replay": None, "marked": "", "metadata": {}, "comment": "", "timestamp_created": 1.0, "request": sent, "response": came}
        done += file.write(netstring(flow | {"websocket": None}))


def read_here(path: str) -> None:
    """Read a capture and print what was found, seconds and the most memory in MiB; run in a process of its own."""
    from counterwatch.exposure.reading.captures import read_traffic

    # Finding the readers once loads all instruments; that is no reading.
    read_traffic(b'{"log": {"entries": []}}', name="warm")
    before, found, size = time.process_time(), 0, 0
    traffic = read_traffic(pathlib.Path(path), name="capture")
    for request in traffic.requests():
        found, size = found + 1, size + request.readable
    seconds = time.process_time() - before
    print(json.dumps({"found": found, "readable": size, "problems": len(traffic.problems), "seconds": seconds, "memory": most_memory()}))


def most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(command: list[str]) -> tuple[str, float]:
    """Return what a program printed and the processor seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return printed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(kind: str, path: pathlib.Path, peer: Callable[[str], list[str]] | None) -> None:
    size = path.stat().st_size / 1e6
    told = json.loads(run([sys.executable, __file__, "--read", str(path)])[0])
    print(f"{kind}: {size:.0f} MB, {told['found']} requests, {size / told['seconds']:.0f} MB/s, most memory {told['memory']:.0f} MiB")
    if peer is None:
        print(f"{kind}: the other program is not here")
        return
    printed, seconds = run(peer(str(path)))
    lines, times = len(printed.splitlines()), seconds / told["seconds"]
    print(f"{kind}: the other program {size / seconds:.0f} MB/s ({lines} lines); ours is {times:.1f} times as fast")


def peers() -> dict[str, Callable[[str], list[str]] | None]:
    """Return the other programs; of tshark the lines with a name, an address or a question."""
    alone = ["uv", "run", "--no-project", "--with", "mitmproxy", "python", "-c", MITMPROXY]
    tshark = shutil.which("tshark")
    wanted = ["-Y", "tls.handshake.type==1 || http.request || dns.flags.response==0", *TSHARK]
    return {
        "pcap": (lambda path: [tshark, "-r", path, *wanted]) if tshark else None,
        "har": lambda path: [*alone, path],
        "mitm": lambda path: [*alone, path],
    }


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--megabytes", type=int, default=256)
    given.add_argument("--only", nargs="+", default=["pcap", "har", "mitm"])
    given.add_argument("--read")
    asked = given.parse_args()
    if asked.read:
        return read_here(asked.read)
    makers = {"pcap": make_pcap, "har": make_har, "mitm": make_mitm}
    if {"har", "mitm"} & set(asked.only):
        run([*peers()["mitm"]("")[:-1], "/dev/null"])  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        for kind in asked.only:
            path = pathlib.Path(folder) / f"capture.{kind}"
            with path.open("wb") as file:
                makers[kind](file, asked.megabytes << 20)
            compare(kind, path, peers()[kind])
            path.unlink()
    return None


if __name__ == "__main__":
    main()
