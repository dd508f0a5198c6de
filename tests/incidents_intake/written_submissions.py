"""Submissions written without the form and without the code that reads them: straight from docs/spec/intake-v1.md, encrypted by pyrage."""

import hashlib
import json
from typing import Any

import pyrage

CLASSES = (65_536, 262_144, 1_048_576, 4_194_304, 8_388_608, 16_777_216, 25_165_824)
FORM = "ab" * 32
EMPTY = dict.fromkeys(("what", "when", "where", "how", "who_targeted", "persons", "by_whom", "harm", "known", "contact"), "")


def told(intake: str, what: str, *, files: list[tuple[str, bytes]] | None = None, **fields: Any) -> dict[str, Any]:
    """Return the JSON of a submission as section 4 has it; `fields` are answers, or `scope`, `confirmed`, `language` and `form`."""
    listed = [{"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files or []]
    language, scope = fields.pop("language", "en"), fields.pop("scope", "statistics")
    consent = {"scope": scope, "confirmed": fields.pop("confirmed", True), "shown": [language]}
    form = fields.pop("form", FORM)
    answers = {**EMPTY, "what": what, **fields}
    return {"version": 1, "intake": intake, "form": form, "language": language, "consent": consent, "answers": answers, "attachments": listed}


def envelope(said: dict[str, Any] | bytes, files: list[tuple[str, bytes]] | None = None, *, padding: bytes | None = None) -> bytes:
    """Return an envelope as section 3 has it."""
    text = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    held = b"counterwatch-intake-v1\n" + len(text).to_bytes(4, "big") + text + b"".join(data for _, data in files or [])
    size = next(each for each in CLASSES if each >= len(held))
    return held + (bytes(size - len(held)) if padding is None else padding)


def encrypted(data: bytes, *recipients: str) -> bytes:
    """Return an age file."""
    made: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(each) for each in recipients])
    return made


def submission(intake: str, recipient: str, what: str, *, files: list[tuple[str, bytes]] | None = None, **fields: Any) -> bytes:
    """Return a whole submission."""
    return encrypted(envelope(told(intake, what, files=files, **fields), files), recipient)
