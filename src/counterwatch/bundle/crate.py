"""`ro-crate-metadata.json`: the payload as an RO-Crate 1.1, each finding an action with what went in, what came out and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from counterwatch.bundle.instructions import Copy
from counterwatch.bundle.places import CASE, DERIVED
from counterwatch.case.custody import Head, StoredRun
from counterwatch.core import Evidence, Finding, canonical
from counterwatch.core.version import __version__

CONTEXT, SPECIFICATION = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
NAMES = {
    "whole": "A case: sealed evidence, findings and their signed history",
    "redacted": "What may be published of a casebook",
}
SAID = {
    "whole": "Handed over to be checked: VERIFY.txt of this bundle says how. It is not a publication.",
    "redacted": "Built from the fields that may be published; nothing else of the case is here.",
}
TERMS = "No licence is given with this copy. Who may see and use it was agreed with those who handed it over."
MEDIA = {
    ".jsonl": "application/x-ndjson", ".html": "text/html", ".csv": "text/csv", ".json": "application/json", ".geojson": "application/geo+json",
    ".gexf": "application/xml", ".graphml": "application/xml", ".age": "application/octet-stream", ".txt": "text/plain",
}  # fmt: skip

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a crate tells of a case: where the files of evidence and of attachments lie in the payload, by id and hash, and the runs."""

    evidence: Mapping[str, tuple[str, Evidence]]
    attachments: Mapping[str, str]
    runs: Iterable[StoredRun]


def crate(copy: Copy, files: Mapping[str, tuple[str, ...]], head: Head | None, told: Told | None = None) -> bytes:
    """Return the metadata of a payload; of an encrypted case nothing is `told` but the files that anybody sees."""
    listed = [path.removeprefix("data/") for path in files if not path.startswith(CASE)]
    has_case = any(path.startswith(CASE) for path in files)
    entities = [_file(path, files[f"data/{path}"][0]) for path in sorted(listed)]
    found = list(_told(told)) if told else []
    entities += [_case()] * has_case + _unique(found)
    parts = [{"@id": each["@id"]} for each in entities if each["@type"] in ("File", "Dataset")]
    actions = [{"@id": each["@id"]} for each in entities if each["@type"] == "CreateAction"]
    root: Entity = {
        "@id": "./", "@type": "Dataset", "name": NAMES[copy], "description": SAID[copy], "datePublished": head.time if head else "2000-01-01",
        "license": {"@id": "#terms"}, **_named("hasPart", parts), **_named("mentions", actions),
        **_named("conformsTo", [{"@id": PROCESS}] * bool(actions)),
    }  # fmt: skip
    terms = {"@id": "#terms", "@type": "CreativeWork", "name": "Terms of this copy", "description": TERMS}
    descriptor = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}
    profile = {"@id": PROCESS, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    return canonical({"@context": CONTEXT, "@graph": [descriptor, root, terms, *[profile] * bool(actions), *entities]}) + b"\n"


def _named(name: str, values: list[Entity]) -> Entity:
    """Return a property as the format wants it: absent where there is nothing, a list only where there are several."""
    return {name: values[0] if len(values) == 1 else values} if values else {}


def _file(path: str, sha256: str) -> Entity:
    name = path.rpartition("/")[2]
    return {"@id": path, "@type": "File", "name": name, "encodingFormat": MEDIA.get(f".{name.rpartition('.')[2]}", "text/plain"), "sha256": sha256}


def _case() -> Entity:
    return {
        "@id": CASE.removeprefix("data/"), "@type": "Dataset", "name": "The case as it is kept",
        "description": "Its format is docs/spec/case-v1.md of counterwatch; its own VERIFY.txt says how to check it.",
    }  # fmt: skip


def _told(told: Told) -> Iterator[Entity]:
    for path, each in told.evidence.values():
        sha256 = {"sha256": each.sha256} if each.sha256 else {}
        yield {
            "@id": path, "@type": "File", "name": each.name, "contentSize": str(each.size),
            "encodingFormat": each.media_type or "application/octet-stream", **sha256,
        }  # fmt: skip
    yield _program(("counterwatch", __version__))
    for run in told.runs:
        for position, finding in enumerate(run.run.findings):
            yield from map(_program, sorted(finding.software.items()))
            yield from _action(told, run, position, finding)


def _action(told: Told, run: StoredRun, position: int, finding: Finding) -> Iterator[Entity]:
    """Yield the action that made a finding, with the check that was its instrument and the tables that came out."""
    check = {"@id": f"#check-{finding.check}-{finding.version}", "@type": "SoftwareApplication", "name": finding.check}
    needs = [{"@id": _id_of(each)} for each in sorted(finding.software.items())]
    yield check | {"softwareVersion": str(finding.version), **_named("softwareRequirements", needs)}
    tables = [{"@id": told.attachments[each.sha256]} for each in finding.attachments if each.sha256 in told.attachments]
    for each in finding.attachments:
        if each.sha256 in told.attachments:
            yield {"@id": told.attachments[each.sha256], "@type": "File", "name": each.name, "encodingFormat": each.media_type, "sha256": each.sha256}
    used = dict.fromkeys((*finding.evidence, *run.run.evidence))
    yield {
        "@id": f"#finding-{run.hash[:16]}-{position}", "@type": "CreateAction", "name": f"{finding.check}: {finding.subject}",
        "description": f"{finding.verdict.value}: {finding.statement}", "endTime": run.time, "instrument": {"@id": check["@id"]},
        **_named("object", [{"@id": told.evidence[each][0]} for each in used if each in told.evidence]),
        **_named("result", [{"@id": f"{DERIVED.removeprefix('data/')}findings.jsonl"}, *tables]),
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"}, "identifier": finding.id,
    }  # fmt: skip


def _id_of(program: tuple[str, str]) -> str:
    return f"#software-{program[0]}-{program[1][:16]}"


def _program(program: tuple[str, str]) -> Entity:
    return {"@id": _id_of(program), "@type": "SoftwareApplication", "name": program[0], "softwareVersion": program[1]}


def _unique(entities: Iterable[Entity]) -> list[Entity]:
    return list({each["@id"]: each for each in entities}.values())
