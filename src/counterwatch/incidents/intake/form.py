"""The form: one file that holds key, words and program of an intake, the same bytes for the same intake and options."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from counterwatch.incidents.intake.limits import ANSWERS, CLASSES, LONGEST_NAME, MAGIC, MOST_ATTACHMENTS, MOST_BYTES, MOST_JSON, SCOPES, TAGS
from counterwatch.incidents.intake.record import BuiltForm, Intake
from counterwatch.incidents.intake.words import Words, words

LARGEST = 200_000
NO_BUILD = "0" * 64
"""What stands in place of the build id while it is computed."""
PROGRAM = ("age-x25519.min.js", "envelope.js", "form.js")
"""What the one script of a form is made of, in this order."""
ROWS = {"what": 8, "how": 2, "who_targeted": 2, "by_whom": 2, "harm": 3, "known": 2}
"""Lines that a field shows at first; the others show one."""
HELPS = {"harm": "", "contact": "danger_contact"}
"""What stands below a question where that is not the help of its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A form: the bytes of the file, and what a case keeps of it."""

    page: bytes
    built: BuiltForm


def make_form(intake: Intake, *, languages: Sequence[str], title: str = "", organisation: str = "") -> Made:
    """Return the form of an intake in some languages (tags of `TAGS`); English is always among them."""
    held = [words(tag) for tag in TAGS if tag == "en" or tag in languages]
    zero = _page(intake, held, title, organisation, NO_BUILD)
    build = hashlib.sha256(zero).hexdigest()
    page = zero.replace(NO_BUILD.encode(), build.encode())
    built = BuiltForm(
        build=build, sha256=hashlib.sha256(page).hexdigest(), size=len(page), title=title, organisation=organisation,
        languages=tuple(each.tag for each in held), unreviewed=tuple(each.tag for each in held if not each.is_reviewed),
    )  # fmt: skip
    return Made(page=page, built=built)


def _page(intake: Intake, held: Sequence[Words], title: str, organisation: str, build: str) -> bytes:
    from jinja2 import Environment, StrictUndefined

    script, style = "\n".join(map(_part, PROGRAM)), _part("form.css")
    data = _build_data(intake, held, title, organisation, build)
    page = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(_part("form.html"))
    return page.render(
        policy=_policy(script, style), title=title or words("en").texts["label_title"], style=style, script=script, languages=held,
        organisation=organisation, fingerprint=intake.fingerprint, scopes=SCOPES, answers=_questions(), build=_inert(data),
        licences=_part("LICENSES.txt").replace("https://", "").replace("--", "- -"),
    ).encode()  # fmt: skip


def _policy(script: str, style: str) -> str:
    """Permit this script and this style by their hashes, and nothing else."""
    return f"default-src 'none'; script-src 'sha256-{_hash64(script)}'; style-src 'sha256-{_hash64(style)}'; base-uri 'none'; form-action 'none'"


def _hash64(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _build_data(intake: Intake, held: Sequence[Words], title: str, organisation: str, build: str) -> dict[str, Any]:
    limits = {
        "magic": list(MAGIC), "classes": CLASSES, "json": MOST_JSON, "attachments": MOST_ATTACHMENTS, "bytes": MOST_BYTES, "name": LONGEST_NAME,
        "answers": dict(ANSWERS),
    }  # fmt: skip
    languages = [
        {"tag": each.tag, "dir": each.dir, "name": each.name, "reviewed": each.is_reviewed, "labels": each.labels_reviewed, "texts": each.texts}
        for each in held
    ]
    return {
        "build": build, "intake": intake.id, "recipient": intake.recipient, "fingerprint": intake.fingerprint, "title": title,
        "organisation": organisation, "limits": limits, "languages": languages,
    }  # fmt: skip


def _questions() -> list[dict[str, Any]]:
    helps = {name: HELPS.get(name, f"label_{name}_help") for name in ANSWERS}
    return [{"name": name, "longest": longest, "rows": ROWS.get(name, 1), "help": helps[name]} for name, longest in ANSWERS.items()]


def _inert(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _part(name: str) -> str:
    return files("counterwatch").joinpath("data", "intake", name).read_text(encoding="utf-8")
