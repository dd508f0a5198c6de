"""One page for an editor, and charts as files of their own."""

from __future__ import annotations

import csv
import hashlib
import io
import struct
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from counterwatch.core import Chart, Template, WrongUsage
from counterwatch.core.language import LANGUAGES, render
from counterwatch.report import paper
from counterwatch.report.brief import brief, printed_brief
from counterwatch.report.document import Document, Sheet
from counterwatch.report.figure_files import HEADER, figure_files, values_of
from sample_report import DOCUMENTS, HOSTILE, departing, document_of, quiet

TITLE = Template("sample.figure_title", "A chart")
SMALL = document_of(departing("Guangxi"), departing("湖北省", 2), quiet("Bayern"))


def pages(data: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(data))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_for_an_editor_there_is_one_page(name: str, language: str) -> None:
    try:
        paper.library()
    except WrongUsage as problem:
        pytest.skip(str(problem))
    assert pages(printed_brief(DOCUMENTS[name], language)) == 1


def test_it_says_how_many_were_asked_what_it_does_not_say_and_that_it_is_internal() -> None:
    text = brief(SMALL, "en")
    assert "3 were asked by 2 checks: 2 depart, 1 are consistent, 0 could not be tested." in text
    assert "Nothing found is no proof" in text
    assert "INTERNAL, DO NOT SHARE" in text
    assert SMALL.head in text
    assert "INTERNAL" not in brief(msgspec.structs.replace(SMALL, public=True), "en")


@pytest.mark.parametrize("boxes", range(3))
def test_what_has_no_room_is_counted_and_never_said_to_be_consistent(boxes: int) -> None:
    text = brief(DOCUMENTS["hostile"], "en", boxes=boxes)
    assert ("No check departed" in text, "1 check departs; see the report." in text) == (False, boxes == 0)
    assert "more notices stand on every page of the report." in text


def test_who_was_not_asked_is_said_to_the_editor_too() -> None:
    assert "No question to anybody named" in brief(SMALL, "en")
    unheard = Sheet(title=TITLE(), header=(TITLE(),), said=(Template("sample.unheard", "To 29 nobody wrote.")(),))
    assert "To 29 nobody wrote." in brief(msgspec.structs.replace(SMALL, heard=(unheard,)), "en")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}


def test_hostile_names_stay_text() -> None:
    assert Tags(brief(DOCUMENTS["hostile"], "en")).seen <= Tags(brief(SMALL, "en")).seen | {"span"}


def test_every_chart_has_a_picture_for_screen_and_print_its_values_and_its_source() -> None:
    files = figure_files(SMALL)
    stems = {name.rpartition(".")[0] for name in files if name.startswith("finding-")}
    assert len(stems) == sum(len(each.charts) for each in SMALL.findings) == 2
    for stem in stems:
        assert {f"{stem}.{end}" for end in ("svg", "png", "csv", "txt")} <= files.keys()
        assert files[f"{stem}.png"].startswith(b"\x89PNG")
        wide, tall = struct.unpack(">II", files[f"{stem}.png"][16:24])
        drawn = ElementTree.fromstring(files[f"{stem}.svg"])
        assert wide == pytest.approx(3 * float(drawn.attrib["width"]), abs=3)
        assert tall == pytest.approx(3 * float(drawn.attrib["height"]), abs=3)
        caption = files[f"{stem}.txt"].decode()
        assert caption.startswith("INTERNAL, DO NOT SHARE\n")
        assert f"SHA-256 {SMALL.evidence[0].sha256}" in caption
        assert "Invented 2021" in caption
        assert SMALL.head in caption


def test_the_table_of_a_chart_holds_every_value_that_it_draws() -> None:
    values = [{"day": "2020-03-01", "n": 4, "who": "=1+1"}, {"day": "2020-03-02", "n": 5.5, "who": "b"}]
    spec = {"layer": [{"mark": "line", "data": {"values": values}}, {"mark": "rule", "data": {"values": [{"limit": 3}]}}]}
    header, rows = values_of(Chart(title=TITLE(), spec=spec))
    assert header == ["layer", "day", "n", "who", "limit"]
    assert rows == [[1, "2020-03-01", 4, "=1+1", None], [1, "2020-03-02", 5.5, "b", None], [2, None, None, None, 3]]


def test_all_findings_are_in_the_table_whatever_the_page_shows() -> None:
    document = DOCUMENTS["five hundred"]
    files = figure_files(document)
    rows = list(csv.reader(io.StringIO(files["findings.csv"].decode())))
    assert tuple(rows[0]) == HEADER
    assert [row[5] for row in rows[1:]] == [render(each.statement) for each in document.findings]
    assert files["findings.jsonl"].count(b"\n") == len(document.findings)


def test_no_cell_runs_as_a_formula_and_no_name_leaves_the_folder() -> None:
    found = [msgspec.structs.replace(departing(text), check=f"figures.{text}") for text in (*HOSTILE, "../../etc/x", "=1+1")]
    files = figure_files(document_of(*found))
    assert all(Path(name).name == name and not name.startswith(".") for name in files)
    for name in files:
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(files[name].decode()))
            assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)


def test_the_hashes_of_the_files_hold() -> None:
    files = figure_files(SMALL)
    said = {line[66:]: line[:64] for line in files["hashes.txt"].decode().splitlines()}
    assert said == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "hashes.txt"}


def test_a_chart_that_cannot_be_drawn_says_why_and_its_values_are_there() -> None:
    chart = Chart(title=TITLE(), spec={"data": {"values": [{"a": 1}]}, "mark": {"type": "image", "url": "x"}, "encoding": {}})
    finding = msgspec.structs.replace(departing("Bayern"), charts=(chart,))
    files = figure_files(Document(title="", findings=(finding,)))
    stem = min(name for name in files if name.endswith(".txt")).removesuffix(".txt")
    assert f"{stem}.svg" not in files
    assert "not drawn" in files[f"{stem}.txt"].decode()
    assert files[f"{stem}.csv"] == b"a\n1\n"
