"""What lies beside the case in a bundle is accepted by those who defined its formats, and says what the case says."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import geojson
import jsonschema
import pytest
import stix2

from bundle_examples import exported, filled_case
from counterwatch.case import Case
from counterwatch.core import sha256_hex

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE.parents[1] / "docs/spec/finding.schema.json").read_text())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return filled_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def derived(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(case, tmp_path_factory.mktemp("bundle") / "bundle") / "data/derived"


def test_the_metadata_are_those_of_a_research_object_and_of_runs(derived: Path) -> None:
    if (uv := shutil.which("uv")) is None or _validated(uv, derived.parent, "--help").returncode:
        pytest.skip("roc-validator is not at hand; this fetches it, once: uv run --script tests/bundle/crate_validator.py --help")
    done = _validated(uv, derived.parent, "REQUIRED")
    assert done.stdout.splitlines() == ["done ro-crate-1.1", "done process-run-crate-0.5"]


def _validated(uv: str, crate: Path, severity: str) -> subprocess.CompletedProcess[str]:
    typed: list[str | Path] = [uv, "run", "--quiet", "--offline", "--script", HERE / "crate_validator.py", crate, severity]
    return subprocess.run(typed, capture_output=True, text=True, check=False, timeout=300)


def test_each_finding_is_an_action_with_its_evidence_its_tables_and_its_check(case: Case, derived: Path) -> None:
    graph = {each["@id"]: each for each in json.loads((derived.parent / "ro-crate-metadata.json").read_bytes())["@graph"]}
    actions = [each for each in graph.values() if each["@type"] == "CreateAction"]
    findings = [(stored, finding) for stored in case.runs() for finding in stored.run.findings]
    assert len(actions) == len(findings) == 2
    for action, (stored, finding) in zip(actions, findings, strict=True):
        assert graph[action["instrument"]["@id"]]["name"] == finding.check
        assert graph[action["object"]["@id"]]["sha256"] == finding.evidence[0]
        assert sha256_hex((derived.parent / action["object"]["@id"]).read_bytes()) == finding.evidence[0]
        assert [graph[each["@id"]]["@type"] for each in action["result"]] == ["File", "File"]
        assert sha256_hex((derived.parent / action["result"][1]["@id"]).read_bytes()) == finding.attachments[0].sha256
        assert (action["endTime"], action["identifier"]) == (stored.time, finding.id)
    for each in graph.values():
        if each["@type"] == "File":
            assert sha256_hex((derived.parent / each["@id"]).read_bytes()) == each["sha256"]


def test_each_line_is_a_finding_by_the_published_schema(derived: Path) -> None:
    lines = (derived / "findings.jsonl").read_text().splitlines()
    assert len(lines) == 2
    for each in lines:
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(each)["finding"])


def test_the_casebook_is_read_by_the_libraries_of_its_formats(derived: Path) -> None:
    places = geojson.loads((derived / "casebook.geojson").read_text())
    assert places.is_valid
    assert len(places["features"]) == 2
    assert (
        len([each for each in stix2.parse((derived / "casebook.stix.json").read_text(), allow_custom=True).objects if each.type == "incident"]) == 2
    )
    with (derived / "casebook.csv").open(newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["CW-1", "CW-2"]


def test_the_casebook_is_read_by_followthemoney(derived: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney is in the group `interchange` (PyICU is built from source)").model
    entities = [model.get_proxy(json.loads(line)) for line in (derived / "casebook.ftm.json").read_text().splitlines()]
    for each in entities:
        each.schema.validate(each.to_dict())
    assert len([each for each in entities if each.schema.name == "Event"]) == 2
