"""Record that somebody who speaks a language has read words of the form: `uv run python tools/intake_reviewed.py ug consent danger`.

Run it only for what was read beside the English sentences by a person who speaks the language and knows the field. It writes a mark of exactly these
sentences: when one of them, or its English, is changed later, the kind counts as not reviewed again.
"""

from __future__ import annotations

import json
import pathlib
import sys

from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.words import KINDS, mark_of, words

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch" / "data" / "intake"


def main(tag: str, *kinds: str) -> None:
    if tag not in TAGS or not kinds or set(kinds) - set(KINDS):
        raise SystemExit(f"say a language ({', '.join(TAGS)}) and what was read ({', '.join(KINDS)})")
    file = FOLDER / f"{tag}.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    held["reviewed"] = {kind: mark_of(words(tag), kind) if kind in kinds else held["reviewed"].get(kind, "") for kind in KINDS}
    held["reviewed"] = {kind: mark for kind, mark in held["reviewed"].items() if mark}
    file.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
