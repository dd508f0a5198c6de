"""A letter as one HTML page: it reads without scripts, and prints."""

from __future__ import annotations

import html
from collections.abc import Sequence

from counterwatch.core.language import has_reviewed, render
from counterwatch.report.labels import UNREVIEWED
from counterwatch.report.letters.letter import Blank, Letter, Lines, Part, Said

STYLE = (
    "body{font:11pt/1.5 'Noto Serif','Noto Serif CJK SC','Noto Serif Tibetan','Noto Naskh Arabic',serif;max-width:45rem;margin:2rem auto;"
    "padding:0 1rem}"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.5em}table{border-collapse:collapse;width:100%;font-size:.85em}"
    "td,th{border:1px solid #767676;padding:.2rem .4rem;text-align:start;vertical-align:top}td.long{overflow-wrap:anywhere}"
    ".remark{border:1px solid #767676;padding:.4rem .6rem;font-style:italic}.blank{display:flex;gap:.6rem;margin:.8rem 0}"
    ".blank b{font-weight:normal}.blank span{flex:1;min-width:8rem;border-bottom:1px solid #767676}"
    "@page{size:A4;margin:2cm}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"
)
LONG = 24
"""Letters of a word that a cell breaks anywhere: a hash, an address."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(letter: Letter, language: str) -> str:
    """Return a letter as HTML."""
    title = _text(render(letter.title, language))
    note = "" if has_reviewed(language) else f'<p class="remark">{_text(render(UNREVIEWED(), language))}</p>'
    body = "\n".join([*_parts(letter.parts, language)])
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{title}</title><style>{STYLE}</style></head>\n'
        f"<body><main><h1>{title}</h1>\n{note}{body}\n</main></body></html>\n"
    )


def _parts(parts: Sequence[Part], language: str) -> list[str]:
    found, number = list[str](), 0
    for each in parts:
        number = number + 1 if isinstance(each, Said) and each.kind == "point" else number if not _is_heading(each) else 0
        found.append(_part(each, language, number))
    return found


def _is_heading(part: Part) -> bool:
    return isinstance(part, Said) and part.kind == "heading"


def _part(part: Part, language: str, number: int) -> str:
    if isinstance(part, Lines):
        head = "".join(f'<th scope="col">{_text(render(each, language))}</th>' for each in part.header)
        rows = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in part.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if isinstance(part, Blank):
        return f'<p class="blank"><b>{_text(render(part.label, language))}:</b> <span dir="auto">{_text(part.text)}</span></p>'
    said = _text(render(part.message, language))
    if part.kind == "heading":
        return f"<h2>{said}</h2>"
    return f'<p class="remark">{said}</p>' if part.kind == "remark" else f"<p>{number}. {said}</p>" if part.kind == "point" else f"<p>{said}</p>"


def _cell(text: str) -> str:
    kind = " class='long'" if max(map(len, text.split()), default=0) > LONG else ""
    return f'<td dir="auto"{kind}>{_text(text)}</td>'


def _text(text: str) -> str:
    return html.escape(text)
