"""The published schemas are those of the types, accept what checks really say, and refuse what is not a finding."""

import json
import pathlib
from typing import Any

import msgspec
import numpy as np
import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from counterwatch.core import Estimate, Evidence, Finding, Record, Run, Template, Verdict, canonical, registry
from promises import as_list
from schemas import FOLDER, STORED, schema_of, written

SAID = Template("test_schemas.said", "{n} of {share:%}")
FINDING = Finding(subject="湖北", verdict=Verdict.DEPARTS, statement=SAID(n=3, share=0.5), estimate=Estimate(value=0.5, low=0.1), p_value=0.5)


def accepts(name: str, value: Any) -> bool:
    return bool(Draft202012Validator(schema_of(name)).is_valid(value))


def plain(value: Any) -> Any:
    return json.loads(canonical(value))


@pytest.mark.parametrize("name", STORED)
def test_schemas_are_current(name: str) -> None:
    assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == written(name), "run: uv run python tools/schemas.py"


@pytest.mark.parametrize("name", STORED)
def test_schemas_are_schemas_and_stand_alone(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(name))
    try:
        accepts(name, {})
    except Unresolvable as error:
        pytest.fail(f"{name}: {error}")
    assert "/" not in schema_of(name)["$id"]


@pytest.mark.parametrize("name", registry.checks())
def test_what_a_check_says_is_accepted(name: str) -> None:
    check = registry.checks()[name]
    for make in (check.honest, check.planted):
        findings = as_list(check(make(np.random.default_rng(0))))
        assert all(accepts("finding", plain(finding)) for finding in findings)
        run = Run(instrument="figures", evidence=("a",), reader="figures.csv", findings=tuple(findings))
        assert accepts("run", plain(run))


def test_every_stored_type_is_accepted() -> None:
    assert accepts("finding", plain(FINDING))
    assert accepts("run", plain(Run(instrument="figures", evidence=(), reader="x", findings=(FINDING,))))
    assert accepts("evidence", plain(Evidence(id="a", name="b\n", size=0, sha256="0" * 64)))
    assert accepts("record", plain(Record(id="a", kind="note", data={"text": "ئۇيغۇر"})))


BROKEN = {
    "an unknown field": {"confidence": 1},
    "an unknown verdict": {"verdict": "guilty"},
    "a probability above one": {"p_value": 1.5},
    "a number that is null, as NaN would be": {"estimate": {"value": None}},
    "a number that is text": {"estimate": {"value": "0.5"}},
    "an attachment with a short hash": {"attachments": [{"name": "a", "sha256": "00", "size": 0}]},
    "a hash with a line end": {"attachments": [{"name": "a", "sha256": "0" * 64 + "\n", "size": 0}]},
    "a sentence that is bare text": {"statement": "it departs"},
    "a rank of zero": {"rank": {"position": 0, "of": 3, "among": {"id": "a.b", "english": "x"}}},
    "a missing subject": {"subject": None},
}


@pytest.mark.parametrize("what", BROKEN)
def test_schema_and_decoder_refuse_the_same(what: str) -> None:
    broken = plain(FINDING) | BROKEN[what]
    assert not accepts("finding", broken)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(broken), type=Finding)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(word: str) -> None:
    text = canonical(FINDING).decode().replace('"p_value":0.5', f'"p_value":{word}')
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(text, type=Finding)


def test_nothing_else_lies_in_the_folder_of_schemas() -> None:
    assert {path.name for path in pathlib.Path(FOLDER).glob("*.schema.json")} == {f"{name}.schema.json" for name in STORED}
