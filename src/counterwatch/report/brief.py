"""A report on one page, for an editor who has two minutes: what it says, how sure, what it does not say, who was asked, how to check it."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from counterwatch.core import Message, Template
from counterwatch.report.anchored import anchored
from counterwatch.report.card import environment
from counterwatch.report.claims import Claim, claims
from counterwatch.report.document import Document
from counterwatch.report.order import strength, tallies_of
from counterwatch.report.page import marks
from counterwatch.report.paper import letters, library, refuse, with_code_points
from counterwatch.report.passage import trusted
from counterwatch.report.speech import Speech

CLAIMS = 4
"""More boxes than this do not fit on a page."""
NOTICES_SHOWN, ROWS_SHOWN = 4, 6
LONGEST = 320
"""Letters of a sentence that fit; what is longer is in the report."""
ASKED = Template(
    "report.brief.asked",
    "{asked} were asked by {checks} checks: {departs} depart, {consistent} are consistent, {starved} could not be tested. "
    "{unread} records could not be read.",
)
MORE = Template("report.brief.more", "{n} more check departs; see the report.", "{n} more checks depart; see the report.")
NO_ROOM = Template("report.brief.no_room", "{n} check departs; see the report.", "{n} checks depart; see the report.")
NOTICES = Template(
    "report.brief.notices", "{n} more notice stands on every page of the report.", "{n} more notices stand on every page of the report."
)
ROWS = Template("report.brief.rows", "{n} more line of this is in the report.", "{n} more lines of this are in the report.")
CUT = Template("report.brief.cut", "the whole sentence is in the report")
CHECK_IT = Template("report.brief.check_it", "How to check it")
CHECK_SAID = Template(
    "report.brief.check_said",
    "Ask for the report itself, the file of the same state as .html: it carries every finding as data, and cw verify holds it against its seal.",
)
HEARD = Template("report.brief.heard", "Who was asked to answer")
NOBODY_HEARD = Template("report.brief.nobody_heard", "No question to anybody named, and no answer, is recorded in this case.")
HEARD_SAID = Template("report.brief.heard_said", "{title}: {n} row in the report.", "{title}: {n} rows in the report.")


def brief(document: Document, language: str, *, boxes: int = CLAIMS) -> str:
    """Return the page as HTML; `boxes` is how many claims it shows, the strongest first."""
    say, every = Speech(language), sorted(claims(document), key=lambda each: strength(each.strongest))
    counted = tallies_of(document)
    asked = ASKED(
        asked=sum(each.asked for each in counted), checks=len(counted), unread=sum(each.records for each in document.problems),
        departs=sum(each.departs for each in counted), consistent=sum(each.consistent for each in counted),
        starved=sum(each.not_tested for each in counted),
    )  # fmt: skip
    style = files("counterwatch.report").joinpath("templates", "brief.css").read_text("utf-8")
    return environment().get_template("brief.html").render(
        document=document, say=say, style=trusted(style), claims=every[:boxes], departing=bool(every), asked=asked,
        marks=_some(marks(document), NOTICES_SHOWN, NOTICES),
        said=lambda claim: _said(claim, say), anchors=anchored(document)[:1],
        left_out=(MORE if boxes else NO_ROOM)(n=len(every) - boxes) if len(every) > boxes else None,
        heard=[HEARD(), *(_some(_heard(document), ROWS_SHOWN, ROWS) or [NOBODY_HEARD()])],
        check_it=[CHECK_IT(), CHECK_SAID()],
    )  # fmt: skip


def printed_brief(document: Document, language: str) -> bytes:
    """Return the page as PDF/UA: with as many claims as fit on one page."""
    weasyprint = library()
    for boxes in range(CLAIMS, -1, -1):
        html = brief(document, language, boxes=boxes)
        made = weasyprint.HTML(string=with_code_points(html, letters(html)), url_fetcher=refuse).render(pdf_variant="pdf/ua-1")
        if len(made.pages) == 1 or not boxes:
            break
    return bytes(made.write_pdf(pdf_variant="pdf/ua-1"))


def _some(lines: list[Message], most: int, rest: Template) -> list[Message]:
    """Return as many lines as fit, and how many more there are: what is left out of a page is counted on it."""
    return lines if len(lines) <= most + 1 else [*lines[:most], rest(n=len(lines) - most)]


def _heard(document: Document) -> list[Message]:
    rows = [HEARD_SAID(title=each.title, n=len(each.rows)) for each in document.heard if each.rows]
    return [*rows, *(said for each in document.heard for said in each.said)]


def _said(claim: Claim, say: Speech) -> Markup:
    plain = say.plain(claim.strongest.statement)
    if len(plain) <= LONGEST:
        return say(claim.strongest.statement)
    return Markup("{}… ({})").format(plain[:LONGEST].rsplit(" ", 1)[0], say(CUT()))
