"""The bars of leak detection: scan and decoding in bytes per second of this process, what chance gives in a gibibyte, and most memory.

`uv run python bench/exposure_leaks.py speed` and `... chance --mebibytes 1024`.
"""

import argparse
import base64
import gzip
import json
import math
import resource
import time
from collections.abc import Callable
from urllib.parse import quote

import numpy as np

from counterwatch.exposure.leaks.chance import in_random_bytes, in_random_text
from counterwatch.exposure.leaks.needles import Needles
from counterwatch.exposure.leaks.scan import places, raw_places
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.persona import Identifier, Persona

MEBIBYTE = 1 << 20
VALUES = (
    ("phone", "+8613800138000"), ("email", "gul.nar+shop@gmail.com"), ("email", "tenzin@example.org"), ("id", "11010519491231002X"),
    ("device", "490154203237518"), ("device", "9C:B6:D0:1A:2B:3C"), ("device", "38400000-8cf0-11bd-b23e-10b96e40000d"),
    ("place", "39.911954,116.377817"), ("account", "wxid_k3tqs81zz2"), ("address", "17 Juniper Lane, Almaty 050000"),
)  # fmt: skip
NAMES = (("name", "Mehmet Yılmaz"), ("name", "阿米娜·图尔荪"))


def persona(values: tuple[tuple[str, str], ...]) -> Persona:
    return Persona(identifiers=tuple(Identifier(label=f"{kind}#{n}", kind=kind, value=value) for n, (kind, value) in enumerate(values)))


def timed(what: str, size: int, run: Callable[[], object]) -> None:
    start = time.process_time()
    said = run()
    spent = time.process_time() - start
    print(f"{what}: {size / MEBIBYTE / spent:.0f} MiB/s, {size / 1e6 / spent:.1f} MB/s ({spent:.2f} s of processor time) {said}")


def bodies(rng: np.random.Generator) -> dict[str, bytes]:
    """Return parts as apps send them, a few megabytes each, without any identifier."""
    blobs = [base64.b64encode(rng.bytes(900)).decode() for _ in range(5000)]
    events = [{"event": f"view_{each}", "ts": int(rng.integers(10**12)), "url": f"https://example.org/p/{each}"} for each in range(40_000)]
    text = json.dumps(events).encode()
    return {
        "base64 of random bytes in JSON": json.dumps({"blobs": blobs}).encode(),
        "one run of base64": base64.b64encode(rng.bytes(6 * MEBIBYTE)),
        "base64 of JSON in JSON": json.dumps([base64.b64encode(text[at : at + 3000]).decode() for at in range(0, len(text), 3000)]).encode(),
        "JSON of events": text,
        "the same, percent-encoded": quote(text).encode(),
        "the same, gzip in base64": base64.b64encode(b"".join(gzip.compress(text[at : at + 60_000]) for at in range(0, len(text), 60_000))),
        "random bytes": rng.bytes(16 * MEBIBYTE),
    }


def speed() -> None:
    rng = np.random.default_rng(0)
    for values in (VALUES, (*VALUES, *NAMES)):
        start = time.process_time()
        needles = Needles(persona(values))
        assert needles.automaton
        print(f"{len(needles)} needles of {len(values)} identifiers, built in {time.process_time() - start:.2f} s")
        data = rng.bytes(256 * MEBIBYTE)
        timed("  scan of random bytes", len(data), lambda needles=needles, data=data: len(places(needles, data)))
        data = bodies(rng)["JSON of events"] * 30
        timed("  scan of JSON", len(data), lambda needles=needles, data=data: len(places(needles, data)))
    search = Search(persona((*VALUES, *NAMES)))
    for what, data in bodies(rng).items():
        timed(f"full search, {what}", len(data), lambda data=data: sorted(search(data).met) or "")
    parts = [b"https://api.example.org/v1/items?id=%d&session=%s&v=1.2" % (each, rng.bytes(16).hex().encode()) for each in range(20_000)]
    timed("full search, 20,000 short addresses", sum(map(len, parts)), lambda: sum(len(search(each).found) for each in parts))


def chance(mebibytes: int, piece: int = 16) -> None:
    """Search random bytes, and hold what is found against what was expected: for long identifiers, and for very short ones."""
    rng = np.random.default_rng(1)
    search = Search(persona((*VALUES, *NAMES)))
    letters = list("abcdefghijklmnopqrstuvwxyz0123456789")
    short = Needles(persona(tuple(("account", "".join(rng.choice(letters, 4))) for _ in range(40))))
    plain = [each for each in short.all if not each.digest and len(each.key) == 4]
    found, begun, stand, start = 0, 0, 0, time.process_time()
    for _ in range(0, mebibytes, piece):
        data = rng.bytes(piece * MEBIBYTE)
        found += len(search(data).found)
        begun += sum(len(short.patterns[pattern]) == 4 for pattern, _, _ in raw_places(short, data))
        stand += sum(len(each.needle.key) == 4 for each in places(short, data))
    size, all_of_it = mebibytes * MEBIBYTE, search.read + search.decoded
    print(f"{mebibytes} MiB of random bytes, {time.process_time() - start:.0f} s of processor time, {search.decoded:,} bytes of views")
    print(f"  12 identifiers: {found} found; expected {in_random_bytes(search.needles.all, all_of_it):.2g} in random bytes,", end="")
    print(f" {in_random_text(search.needles.all, all_of_it):.2g} at most in random text")
    expected = in_random_bytes(plain, size)
    print(
        f"  40 names of four letters: {begun} stand there, expected {expected:.1f} +- {math.sqrt(expected):.1f}; {stand} beside delimiters or a field"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "chance"))
    parser.add_argument("--mebibytes", type=int, default=1024)
    given = parser.parse_args()
    if given.what == "speed":
        speed()
    else:
        chance(given.mebibytes)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
