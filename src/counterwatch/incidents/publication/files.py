"""The files of a release: tables for a spreadsheet, one page without a script, what is withheld, and how to read it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterwatch.core import Message, Template
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.language import has_reviewed, render
from counterwatch.files.csv_text import csv_text
from counterwatch.incidents.publication.printed import grid, shares, withheld
from counterwatch.incidents.publication.rows import HEADER, SENSITIVE
from counterwatch.stats.disclosure.published import Published

TITLE = Template("incidents.release.title", "Documented incidents")
ROWS = Template("incidents.release.rows", "What was done to organisations")
PERSONS = Template("incidents.release.persons", "Incidents of persons, one in each row")
TABLE = Template("incidents.release.table", "{unit} by {by}")
REST = Template("incidents.release.rest", "other or undisclosed")
TOTAL = Template("incidents.release.total", "total")
SHARE = Template("incidents.release.share", "percent of the printed total")
FLOOR = Template(
    "incidents.release.floor", "these are the cases that were told and kept: a floor, not a rate; places with more listeners have more cases"
)
RULE = Template(
    "incidents.release.rule",
    "counts of persons' cases from 0 to {few} are printed as «<{threshold}», others rounded to {base}; * is withheld so that no such count can be "
    "worked out; a number stays as it was printed until at least {threshold} came or went; categories with fewer than {threshold} are in the rest",
)
AGREED = Template(
    "incidents.release.agreed", "only cases are counted whose people agreed to be; those of organisations stand apart and are not in the tables"
)
ATTRIBUTION = Template(
    "incidents.release.attribution",
    "an attribution is what the source named says, and on what; the status says that the act happened, not who did it",
)
HASHES = Template("incidents.release.hashes", "the files are whole if this says so: sha256sum -c hashes.txt")
UNREVIEWED = Template("incidents.release.unreviewed", "no native speaker has reviewed this translation yet")
STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}"
    "td,th{border:1px solid #888;padding:.2rem .5rem;text-align:start;vertical-align:top}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of text: its file, heading, header and lines."""

    file: str
    title: Message
    header: Sequence[str]
    lines: Sequence[Sequence[str]]


def release_files(
    tables: Sequence[Published], bodies: Sequence[Sequence[str]], persons: tuple[Sequence[str], Sequence[Sequence[str]]] | None,
    names: Mapping[tuple[str, str], str], language: str,
) -> dict[str, bytes]:  # fmt: skip
    """Return the files of a release by name, `hashes.txt` with the hash of each other."""
    sheets = [_table(each, number, names, language) for number, each in enumerate(tables, start=1)]
    sheets += [Sheet(file="organisations.csv", title=ROWS(), header=HEADER, lines=bodies)] if bodies else []
    if persons:
        sheets.append(Sheet(file="persons.csv", title=PERSONS(), header=("pseudonym", *persons[0], *SENSITIVE), lines=persons[1]))
    said = said_of(tables)
    found = {each.file: csv_text(each.header, each.lines) for each in sheets}
    found["withheld.csv"] = csv_text(
        ("table", "cell", "printed", "why"),
        [(f"table_{number}", of, how, render(why, language)) for number, made in enumerate(tables, start=1) for of, how, why in withheld(made)],
    )
    found["index.html"] = _page(sheets, said, language)
    found["README.txt"] = "".join(f"{render(each, language)}\n" for each in (TITLE(), *said, HASHES(), *_note(language)))
    files = {name: text.encode() for name, text in found.items()}
    hashes = "".join(f"{sha256_hex(data)}  {name}\n" for name, data in files.items())
    return files | {"hashes.txt": hashes.encode()}


def said_of(tables: Sequence[Published]) -> list[Message]:
    """Return how to read some tables: that they are a floor, by which rule counts are withheld, and who is counted."""
    rules = {each.rule for each in tables}
    said = [RULE(few=rule.threshold - 1, threshold=rule.threshold, base=rule.base) for rule in rules]
    return [FLOOR(), *said, AGREED(), ATTRIBUTION()]


def _note(language: str) -> list[Message]:
    return [] if has_reviewed(language) else [UNREVIEWED()]


def _table(made: Published, number: int, names: Mapping[tuple[str, str], str], language: str) -> Sheet:
    header, *lines = grid(made, rest=render(REST(), language), total=render(TOTAL(), language), names=dict(names))
    title = TABLE(unit=made.table.unit, by=", ".join(each.name for each in made.table.axes))
    if percent := shares(made):
        header, lines = [*header, render(SHARE(), language)], [[*line, share] for line, share in zip(lines, percent, strict=True)]
    return Sheet(file=f"table_{number}.csv", title=title, header=header, lines=lines)


def _page(sheets: Sequence[Sheet], said: Sequence[Message], language: str) -> str:
    parts = [f"<h1>{html.escape(render(TITLE(), language))}</h1>"]
    parts += [f"<p>{html.escape(render(each, language))}.</p>" for each in (*said, *_note(language))]
    parts += [part for each in sheets for part in _section(each, language)]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{html.escape(render(TITLE(), language))}</title><style>{STYLE}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _section(sheet: Sheet, language: str) -> list[str]:
    head = "".join(f"<th>{html.escape(each)}</th>" for each in sheet.header)
    lines = ["<tr>" + "".join(f'<td dir="auto">{html.escape(each)}</td>' for each in line) + "</tr>" for line in sheet.lines]
    return [f"<h2>{html.escape(render(sheet.title, language))}</h2>", f"<table><tr>{head}</tr>", *lines, "</table>"]
