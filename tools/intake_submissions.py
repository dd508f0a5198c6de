"""Submissions as strangers might write them, encrypted by the program of a built form in Node, and opened again: what went in is what comes out."""

from __future__ import annotations

import hashlib
import json
import pathlib
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyrage import decrypt, x25519

DRIVER = pathlib.Path(__file__).with_suffix(".js")
SCRIPTS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x5D0, 0x5EA), (0x621, 0x64A), (0x6A9, 0x6D5), (0x900, 0x97F), (0xE01, 0xE30),
    (0xF00, 0xF47), (0xF71, 0xF84), (0xF90, 0xFBC), (0x10A0, 0x10FF), (0x1200, 0x1248), (0x1780, 0x17B3), (0x1820, 0x1877), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2066, 0x2069), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xFB50, 0xFBB1),
    (0xFE70, 0xFEFC), (0x10400, 0x1044F), (0x1F300, 0x1F64F), (0x20000, 0x2A6DF), (0xE0100, 0xE01EF),
)  # fmt: skip
"""First and last code point of pieces of scripts: also invisible and directional characters, private use, and characters beyond the first plane."""
MARKS = "\n\n\t\"\\'<>&{}=+-@\u2028\u2029"
CLASSES = (65_536, 262_144, 1_048_576, 4_194_304, 8_388_608, 16_777_216, 25_165_824)
MAGIC = b"counterwatch-intake-v1\n"
LONGEST = {"what": 20_000, "when": 300, "where": 300, "how": 2_000, "who_targeted": 2_000, "persons": 300, "by_whom": 2_000, "harm": 2_000}
LONGEST |= {"known": 2_000, "contact": 300}
MOST_FILES, MOST_BYTES = 20, 20_000_000
TAGS, SCOPES = ("en", "fr", "zh-Hans", "zh-Hant", "ug", "bo"), ("none", "internal", "statistics", "pseudonymous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody says and adds: `said` as the form's program takes it, and files as (name, content)."""

    said: dict[str, Any]
    files: tuple[tuple[str, bytes], ...]

    @property
    def frame(self) -> bytes:
        """The submission as the driver reads it."""
        told = json.dumps({"said": self.said, "files": [[name, len(data)] for name, data in self.files]}).encode()
        return len(told).to_bytes(4, "big") + told + b"".join(data for _, data in self.files)


def submission(rng: random.Random, *, most_bytes: int) -> Submission:
    """Return a submission with attachments of at most so many bytes together; text is of every script, some of it as long as it may be."""
    answers = {name: text(rng, 0 if rng.random() < 0.4 else rng.choice((20, longest // 10, longest))) for name, longest in LONGEST.items()}
    answers["what"] = answers["what"] if answers["what"].strip() else "x"
    said = {"language": rng.choice(TAGS), "scope": rng.choice(SCOPES), "ticked": rng.random() < 0.5, "answers": answers}
    return Submission(said=said, files=tuple(attachments(rng, min(most_bytes, MOST_BYTES))))


def text(rng: random.Random, units: int) -> str:
    """Return text of at most so many UTF-16 code units, of one to three scripts."""
    ranges = rng.sample(SCRIPTS, rng.randint(1, 3))
    made: list[str] = []
    used = 0
    while used < units:
        low, high = rng.choice(ranges)
        word = "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 12))) + (rng.choice(MARKS) if rng.random() < 0.1 else " ")
        made.append(word)
        used += len(word.encode("utf-16-le")) // 2
    return as_typed("".join(made), units)


def as_typed(text: str, units: int) -> str:
    """Return the beginning of a text that has at most so many UTF-16 code units, without half a character."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


def attachments(rng: random.Random, most: int) -> Iterator[tuple[str, bytes]]:
    count, rest = rng.choice((0, 0, 1, 2, MOST_FILES)) if most else 0, most
    for number in range(count):
        size = rest if number == count - 1 and rng.random() < 0.5 else rng.randint(0, rest // (count - number))
        rest -= size
        name = as_typed(f"{text(rng, 40)}".translate({ord(each): "_" for each in "\n\t/\\"}), 100) + rng.choice((".pdf", ".jpg", ".zip", ""))
        yield name or "file", rng.randbytes(size)


@contextmanager
def encrypting(form: pathlib.Path, node: str = "node") -> Iterator[subprocess.Popen[bytes]]:
    """Run the program of a form in Node."""
    with subprocess.Popen([node, str(DRIVER), str(form)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:  # noqa: S603 - our own driver
        yield running
        assert running.stdin is not None
        running.stdin.close()
        if running.wait(60):
            raise SystemExit(f"node ended with {running.returncode}")


def encrypted(running: subprocess.Popen[bytes], each: Submission) -> bytes:
    """Return the age file that the form's program makes of a submission."""
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(each.frame)
    running.stdin.flush()
    return running.stdout.read(int.from_bytes(running.stdout.read(4), "big"))


def opened(data: bytes, secret: str) -> tuple[dict[str, Any], list[bytes]]:
    """Return the JSON and the attachments of a submission, read as docs/spec/intake-v1.md says; AssertionError names what differs from it."""
    header = data[: data.index(b"\n--- ") + 49]
    assert header.startswith(b"age-encryption.org/v1\n-> X25519 "), "another kind of stanza"
    assert len(header) == 168, "more than one stanza"
    plain = decrypt(data, [x25519.Identity.from_str(secret)])
    assert len(plain) in CLASSES, "no size class"
    assert len(data) == 168 + 16 + len(plain) + 16 * (len(plain) // 65_536), "a length that no class gives"
    assert plain.startswith(MAGIC), "another beginning"
    size = int.from_bytes(plain[23:27], "big")
    told = json.loads(plain[27 : 27 + size].decode("utf-8"))
    place, contents = 27 + size, []
    for each in told["attachments"]:
        contents.append(plain[place : place + each["size"]])
        place += each["size"]
    assert not plain[place:].strip(b"\0"), "a rest that is not zero"
    assert min(each for each in CLASSES if each >= place) == len(plain), "not the smallest class"
    return told, contents


def expected(each: Submission, form: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON that a submission must give, from what was typed and what the form's build says of itself (`build`, `intake`, `languages`)."""
    said = each.said
    is_reviewed = next(language["reviewed"] for language in form["languages"] if language["tag"] == said["language"])
    consent = {"scope": said["scope"], "confirmed": said["ticked"] and is_reviewed}
    consent["shown"] = [said["language"]] if is_reviewed else sorted({said["language"], "en"})
    files = [{"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in each.files]
    start = {"version": 1, "intake": form["intake"], "form": form["build"], "language": said["language"]}
    return {**start, "consent": consent, "answers": said["answers"], "attachments": files}


def build_of(page: bytes) -> dict[str, Any]:
    """Return what a form says of itself."""
    found: dict[str, Any] = json.loads(page.decode().partition('<script type="application/json" id="build">')[2].partition("</script>")[0])
    return found
