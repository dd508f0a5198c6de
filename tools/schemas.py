"""Write the JSON Schemas of what is stored: `uv run python tools/schemas.py`.

They are made from the types themselves, so that a stranger can check a finding without our code. An address that a schema
gives itself (`$id`) is relative: nothing has to be fetched to use it.
"""

from __future__ import annotations

import inspect
import json
import pathlib
from typing import Any

import msgspec

from counterwatch.core import Evidence, Finding, Message, Record, Run

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "docs" / "spec"
STORED: dict[str, type] = {"evidence": Evidence, "finding": Finding, "message": Message, "record": Record, "run": Run}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one stored type."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json", "title": STORED[name].__name__}
    schema = msgspec.json.schema(STORED[name])
    for definition in schema["$defs"].values():
        definition["description"] = inspect.cleandoc(definition["description"])
    return head | schema


def written(name: str) -> str:
    """Return the text of a schema file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Rewrite the schema of every stored type."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in STORED:
        (FOLDER / f"{name}.schema.json").write_text(written(name), encoding="utf-8")
        print(f"{name}.schema.json")


if __name__ == "__main__":
    main()
