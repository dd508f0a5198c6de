"""The whole report as one page: what each section needs, computed here, where it can be tested; the templates only lay it out."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import msgspec
from markupsafe import Markup

from counterwatch.core import Chart, Message, canonical, replace
from counterwatch.draw.chart import drawable
from counterwatch.report.anchored import HEADING as ANCHORS
from counterwatch.report.anchored import anchored
from counterwatch.report.beyond import LEFT_OUT, REMARKS_LEFT_OUT, shortened
from counterwatch.report.card import SPEC_BEGINS, article, environment, figure
from counterwatch.report.claims import claims, methods
from counterwatch.report.document import Document, Method, hash_only, without_contents
from counterwatch.report.glossary import glossary
from counterwatch.report.keeping import counted, keeping
from counterwatch.report.order import cards, distinct_problems, groups, tallies_of
from counterwatch.report.passage import trusted
from counterwatch.report.rests import rests
from counterwatch.report.scripted import answering, locales, panel, policy
from counterwatch.report.seal import ESCAPED, sealed
from counterwatch.report.speech import Speech

OVERVIEWS, FIRST = 6, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one check was used: its method, and the parameters and software of its findings, each distinct set once."""

    method: Method
    params: tuple[dict[str, str], ...]
    software: tuple[dict[str, str], ...]


def page(document: Document, language: str) -> str:
    """Return the report as one HTML page that needs nothing else, with a seal that nobody has signed yet."""
    document, say = travelling(document), Speech(language)
    html = laid_out(document, say, style=_style("page.css", "card.css", "print.css"), data=embeddable(document))
    return sealed(html, document, language)


def page_of_paper(document: Document, say: Speech, *, colophon: Markup) -> str:
    """Return the report as HTML from which pages of paper are laid out; `colophon` says what that takes."""
    return laid_out(travelling(document), say, style=_style("paper.css"), paper=colophon)


def laid_out(document: Document, say: Speech, *, style: Markup, data: Markup | None = None, paper: Markup | None = None) -> str:
    """Return the template with everything that it lays out."""
    shown = cards(document.findings)
    names = {each.id: each.name for each in document.evidence}
    answers = data is not None
    articles = [article(each, say, anchor=f"finding-{number}", names=names, answers=answers) for number, each in enumerate(shown, 1)]
    charts = [figure(each, say, f"overview-{number}", answers=answers) for number, each in enumerate(overviews(document), 1)]
    acting = answering() if any(SPEC_BEGINS in each for each in (*articles, *charts)) else ()
    return environment().get_template("page.html").render(
        document=document, say=say, language=say.language, style=style, data=data, paper=paper,
        panel=panel(), answering=acting, locales=locales(say.language), policy=policy(style, [*acting, panel()]),
        place={id(each): number for number, each in enumerate(document.findings)}, identity=id,
        claims=claims(document), tallies=tallies_of(document), questions={each.check: each.asks for each in methods(document)},
        articles=articles, shown=shown, overviews=charts,
        planned={check for each in document.asked for check in each.planned},
        first=first(document), marks=marks(document),
        departing=sum(each.departs for each in tallies_of(document)), groups=groups(document.findings, shown=shown),
        manners=manners(document), problems=distinct_problems(document.findings, document.problems),
        entries=Counter(id for line in document.custody for id in line.evidence),
        rests=rests(document, shown), names=defaultdict(str, names), keeping=keeping(document), counted=counted(document),
        glossary=glossary(document),
        left_out=LEFT_OUT, remarks_left_out=REMARKS_LEFT_OUT, anchors=anchored(document), anchors_heading=ANCHORS,
        used_by=Counter(id for finding in document.findings for id in finding.evidence),
    )  # fmt: skip


def overviews(document: Document) -> list[Chart]:
    """Return the charts of the whole of every run, the newest runs first, each once."""
    found = {canonical(chart): chart for asked in reversed(document.asked) for chart in asked.overview}
    return list(found.values())[:OVERVIEWS]


def first(document: Document) -> list[Message]:
    """Return what to do first, of every run in turn, so that no run crowds out the others; each step once."""
    ranks = zip_longest(*(each.first for each in document.asked))
    return list({canonical(step): step for rank in ranks for step in rank if step is not None}.values())[:FIRST]


def marks(document: Document) -> list[Message]:
    """Return what every page must say, each once."""
    return list({canonical(mark): mark for each in document.asked for mark in each.marks}.values())


def travelling(document: Document) -> Document:
    """Return the document as it travels inside a page: attachments by hash, charts only of the findings shown in full."""
    document = shortened(document)
    shown = {id(each) for each in cards(document.findings)}
    findings = tuple(
        without_contents(replace(each, charts=tuple(map(drawable, each.charts)) if id(each) in shown else ())) for each in document.findings
    )
    asked = tuple(msgspec.structs.replace(each, overview=tuple(map(drawable, each.overview))) for each in document.asked)
    lean = msgspec.structs.replace(document, asked=asked, findings=findings, attachments=tuple(map(hash_only, document.attachments)))
    # A whole number in a field of floats reads back as a float: the page must look the same before and after.
    return msgspec.json.decode(canonical(lean), type=Document)


def embeddable(document: Document) -> Markup:
    """Return the document as canonical JSON that cannot end the element it stands in, with a mark where each finding begins."""
    fields = msgspec.json.decode(canonical(msgspec.structs.replace(document, findings=())), type=dict[str, msgspec.Raw])
    parts = {key: bytes(value).decode().translate(ESCAPED) for key, value in fields.items()}
    if document.findings:
        each = (f"\x01f{number}\x02{canonical(finding).decode().translate(ESCAPED)}" for number, finding in enumerate(document.findings))
        parts["findings"] = f"[{','.join(each)}\x01data\x02]"
    return trusted("{" + ",".join(f'"{key}":{parts[key]}' for key in sorted(parts)) + "}")


def manners(document: Document) -> tuple[Manner, ...]:
    """Return how each check was used."""
    found = {each.check: [finding for finding in document.findings if finding.check == each.check] for each in methods(document)}
    return tuple(
        Manner(method=each, params=_distinct([f.params for f in found[each.check]]), software=_distinct([f.software for f in found[each.check]]))
        for each in methods(document)
    )


def _distinct(sets: list[dict[str, Any]]) -> tuple[dict[str, str], ...]:
    return tuple({canonical(each): {key: _plain(value) for key, value in sorted(each.items())} for each in sets if each}.values())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _style(*names: str) -> Markup:
    folder = files("counterwatch.report").joinpath("templates")
    return trusted("".join(folder.joinpath(name).read_text("utf-8") for name in names))
