"""Reading a report back: the findings that travel inside a page, and whether the page still says what they say."""

from __future__ import annotations

from html.parser import HTMLParser

import msgspec

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.language import LANGUAGES
from counterwatch.report.document import Document
from counterwatch.report.seal import unsigned

NOT_TEXT = Template("report.embedded.not_text", "the page is not UTF-8 text")
NO_FINDINGS = Template(
    "report.embedded.no_findings",
    "the page carries {n} block of findings, not exactly one",
    "the page carries {n} blocks of findings, not exactly one",
)
NOT_FINDINGS = Template("report.embedded.not_findings", "the findings inside the page cannot be read: {reason}")
HINT = Template("report.embedded.hint", "use the file that cw report wrote; saving a page from a browser can change it")


class _Blocks(HTMLParser):
    """Collects what stands in `<script type="application/json" id="findings">`, and the language of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self.language = "en"
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or "en"
        self._inside = tag == "script" and given.get("id") == "findings"
        if self._inside:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1] += data


def read_findings(page: bytes) -> Document:
    """Return the document that travels inside a report, refusing a page that carries none, several or a changed shape."""
    return _read(page)[0]


def says_what_it_carries(page: bytes) -> bool | None:
    """Is the page, byte for byte, what its own findings give? `None` where another version of counterwatch made it, or of what draws charts."""
    from counterwatch.core.version import __version__
    from counterwatch.draw.chart import drawn_with
    from counterwatch.report.page import page as made

    document, language = _read(page)
    is_ours = document.version == __version__ and document.drawn_with in ("", drawn_with())
    if not is_ours or language not in LANGUAGES:
        return None
    return made(document, language).encode() == unsigned(page)


def _read(page: bytes) -> tuple[Document, str]:
    try:
        found = _Blocks()
        found.feed(page.decode())
        found.close()
    except UnicodeDecodeError as problem:
        raise UnreadableEvidence(NOT_TEXT(), hint=HINT()) from problem
    if len(found.blocks) != 1:
        raise UnreadableEvidence(NO_FINDINGS(n=len(found.blocks)), hint=HINT())
    try:
        return msgspec.json.decode(found.blocks[0], type=Document), found.language
    except msgspec.DecodeError as problem:
        raise UnreadableEvidence(NOT_FINDINGS(reason=str(problem)), hint=HINT()) from problem
