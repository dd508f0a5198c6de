"""What a bundle holds beside the case, for programs that know no case: findings in lines, the casebook in other formats, networks, the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.export import outgoing, told, writer
from counterwatch.api.pairs_out import CHECK, pairs_of, provenance_of
from counterwatch.api.report import document
from counterwatch.api.standing import Standing
from counterwatch.case import Case, StoredRun
from counterwatch.coordination.export.graph import graph_file, graph_of
from counterwatch.core import Attachment, Finding, Message, Run, Template, WrongUsage, canonical, replace
from counterwatch.core.progress import Cancel, Progress
from counterwatch.core.registry import formats
from counterwatch.incidents.interchange.library import library

CASEBOOK = {"csv": "casebook.csv", "ftm": "casebook.ftm.json", "stix": "casebook.stix.json", "geojson": "casebook.geojson"}
LIBRARIES = {"ftm": "followthemoney", "stix": "stix2"}
LEFT_OUT = Template("api.bundle_derived.left_out", "the bundle has no casebook in the format {format}: {reason}")
NETWORKS = (".gexf", ".graphml")

Derived = Iterator[tuple[str, Iterator[bytes]]]


@dataclass(slots=True, kw_only=True)
class Deriving:
    """Makes the files; `said` gathers what formats could not take and which records stayed."""

    case: Case
    sharing: str
    language: str
    progress: Progress
    cancel: Cancel
    said: list[Message] = field(default_factory=list)

    def files(self) -> Derived:
        """Yield name and content of each file that applies to this case."""
        runs = self.case.runs()
        if runs:
            yield "findings.jsonl", lines_of(runs)
            yield "report.html", iter([self._report()])
        yield from self._tables(runs)
        yield from self._networks(runs)
        yield from self._casebook()

    def _report(self) -> bytes:
        html = next(each for each in formats().values() if each.suffix == ".html")
        data: bytes = html.function(document(self.case, progress=self.progress, cancel=self.cancel), language=self.language)
        return data

    def _tables(self, runs: list[StoredRun]) -> Derived:
        tables = {each.sha256: each for stored in runs for finding in stored.run.findings for each in finding.attachments}
        for sha256, each in tables.items():
            if each.media_type == "text/csv":
                yield table_name(sha256), iter([self.case.attachment(sha256)])

    def _networks(self, runs: list[StoredRun]) -> Derived:
        for stored in runs:
            if any(finding.check == CHECK for finding in stored.run.findings):
                answer = Answer(run=self._with_contents(stored.run), evidence=())
                graph = graph_of(pairs_of(answer), provenance_of(answer))
                for suffix in NETWORKS if graph.pairs else ():
                    yield f"network-{stored.hash[:16]}{suffix}", iter([graph_file(graph, f"network{suffix}")])

    def _with_contents(self, run: Run) -> Run:
        return msgspec.structs.replace(run, findings=tuple(self._filled(each) for each in run.findings))

    def _filled(self, finding: Finding) -> Finding:
        filled = (
            Attachment(name=each.name, sha256=each.sha256, size=each.size, media_type=each.media_type, content=self.case.attachment(each.sha256))
            for each in finding.attachments
        )
        return replace(finding, attachments=tuple(filled))

    def _casebook(self) -> Derived:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        with self.case.reading() as reading:
            standing = Standing(reading=reading, sharing=self.sharing, whole=False, today=today)
            leaving, held = standing.held()
            self.said += told(held)
            for format, name in CASEBOOK.items() if leaving else ():
                if absent := _absent(format):
                    self.said.append(absent)
                    continue
                book = outgoing(self.case, standing)
                yield name, writer(format, self.sharing, whole=False, purpose="-")(book)
                self.said += book.tally.told()


def _absent(format: str) -> Message | None:
    """Say what is missing where a format needs a library that is not installed: the other formats are written all the same."""
    if format not in LIBRARIES:
        return None
    try:
        library(LIBRARIES[format])
    except WrongUsage as error:
        return LEFT_OUT(format=format, reason=error.message)
    return None


def lines_of(runs: list[StoredRun]) -> Iterator[bytes]:
    """Yield each stored finding as a line of canonical JSON, with the run and the entry of the ledger that hold it."""
    for stored in runs:
        for finding in stored.run.findings:
            yield canonical({"run": stored.hash, "seq": stored.seq, "time": stored.time, "finding": finding}) + b"\n"


def table_name(sha256: str) -> str:
    """Return how a table of a finding is called in a bundle."""
    return f"table-{sha256}.csv"
