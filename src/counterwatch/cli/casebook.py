"""A casebook on a terminal: what a sheet brought, the list, one incident with its corrections, and counts with what they leave out."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from counterwatch.api.incidents import incident_from
from counterwatch.cli.casebook_merges import with_part
from counterwatch.cli.terminal import interface_language, say, say_next, show, text, visible
from counterwatch.core import Template, WrongUsage
from counterwatch.core.country import country_name
from counterwatch.incidents.counting import Count, Counted
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from counterwatch.api.incidents import Imported
    from counterwatch.core import Found

BROUGHT = Template("cli.casebook.brought", "new {new}, corrected {corrected}, unchanged {unchanged}, refused {refused}")
WOULD = Template("cli.casebook.would", "nothing was stored; it would be: new {new}, corrected {corrected}, unchanged {unchanged}, refused {refused}")
MORE_FAULTS = Template("cli.casebook.more_faults", "{n} more row is refused", "{n} more rows are refused")
MEND = Template("cli.casebook.mend", "mend these rows in the sheet and import it again; what came in already stays as it is")
LINE = Template("cli.casebook.line", "{id}  {date}  {place}  {act}  ({status})")
NOTHING = Template("cli.casebook.nothing", "the casebook is empty")
VERSION = Template("cli.casebook.version", "version {version:raw}, written {time}")
REASON = Template("cli.casebook.reason", "because: {reason}")
FIELD = Template("cli.casebook.field", "{name}: {value}")
CHANGED = Template("cli.casebook.changed", "{name}: {before} -> {after}")
NOT_KNOWN = Template("cli.casebook.not_known", "not known")
TOTAL = Template("cli.casebook.total", "all together: {total} {unit}")
KNOWN = Template("cli.casebook.known", "known of {known} {unit} of {total}: shares are of those")
MORE_THAN_TOTAL = Template(
    "cli.casebook.more_than_total", "an incident with several acts stands in several rows: they add up to more than all together"
)
AT_LEAST = Template("cli.casebook.at_least", "at least {low}")
NOT_SAID = Template("cli.casebook.not_said", "not said")
BETWEEN = Template("cli.casebook.between", "{low} to {high}")
UNSTATED = Template("cli.casebook.unstated", "{n} act says nothing of how many persons", "{n} acts say nothing of how many persons")
AGGREGATES = Template(
    "cli.casebook.aggregates", "{n} published total is left out: totals of others never add to cases",
    "{n} published totals are left out: totals of others never add to cases",
)  # fmt: skip
WITHDRAWN = Template("cli.casebook.withdrawn", "{n} withdrawn record is left out", "{n} withdrawn records are left out")
FLOOR = Template(
    "cli.casebook.floor", "these are the cases that were told and kept here: a floor, not a rate; places with more listeners have more cases"
)
ENDING = Template("cli.casebook.ending", "{file} does not end in .xlsx")
XLSX = Template("cli.casebook.xlsx", "the template is a workbook, because only that can offer lists: name it casebook.xlsx")
EXISTS = Template("cli.casebook.exists", "{file} exists already")
FORCE = Template("cli.casebook.force", "choose another name, or overwrite it with --force")
WROTE = Template("cli.casebook.wrote", "wrote {file}: a row for each incident; the second sheet says what each word means")
SHOWN = 40
SCHEMES = {"tactic": "tactic", "family": "tactic"}


def show_imported(done: Imported, *, dry_run: bool) -> None:
    """Print what a sheet brought, and each refused row."""
    for sentence in done.said:
        say(sentence)
    for each in (*done.remarks[:SHOWN], *done.faults[:SHOWN]):
        say(each.message)
    if (more := len(done.faults) - SHOWN) > 0:
        say(MORE_FAULTS(n=more))
    refused = len({each.place for each in done.faults})
    counts = {"new": len(done.new), "corrected": len(done.corrected), "unchanged": done.unchanged, "refused": refused}
    show(text((WOULD if dry_run else BROUGHT)(**counts)))
    if done.faults:
        say(MEND())
    say_next("cw incidents count --by tactic")


def write_template(output: Path, *, force: bool) -> None:
    """Write the sheet to begin with, in the language of the interface."""
    from counterwatch.incidents.template import template_sheet
    from counterwatch.incidents.vocabulary import packaged

    if output.suffix.lower() != ".xlsx":
        raise WrongUsage(ENDING(file=output.name), hint=XLSX())
    if output.exists() and not force:
        raise WrongUsage(EXISTS(file=str(output)), hint=FORCE())
    output.write_bytes(template_sheet(packaged(), interface_language()))
    show(text(WROTE(file=str(output))))
    say_next(f"cw incidents import {output}")


def show_list(found: Iterable[Incident], vocabulary: Vocabulary, parts: Mapping[str, tuple[str, ...]]) -> None:
    """Print a line for each incident; `parts` holds by id all records of an event."""
    empty = True
    for each in found:
        empty = False
        act = each.acts[0]
        place = ", ".join(filter(None, (each.where.place, _called(vocabulary, "host_country", each.where.country))))
        words = {"act": _called(vocabulary, "tactic", act.tactic), "status": _called(vocabulary, "status", each.status)}
        line = text(LINE(id=each.id, date=each.date.edtf or each.date.as_written, place=place or text(NOT_KNOWN()), **words))
        show(visible(with_part(line, each.id, parts)))
    if empty:
        say(NOTHING())


def show_history(found: Sequence[Found], vocabulary: Vocabulary) -> None:
    """Print the newest version in full, then what each correction changed."""
    newest = incident_from(found[-1].record)
    for name, value in _flat(msgspec.to_builtins(newest), vocabulary):
        show(visible(text(FIELD(name=name, value=value))))
    for before, after in itertools.pairwise(found):
        show()
        show(text(VERSION(version=after.record.version, time=after.written)))
        if after.record.data.get("reason"):
            show("  " + visible(text(REASON(reason=str(after.record.data["reason"])))))
        old, new = (dict(_flat(msgspec.to_builtins(incident_from(each.record)), vocabulary)) for each in (before, after))
        for name in dict.fromkeys([*old, *new]):
            if old.get(name, "") != new.get(name, "") and name != "reason":
                show("  " + visible(text(CHANGED(name=name, before=old.get(name, ""), after=new.get(name, "")))))


def show_count(counted: Counted, vocabulary: Vocabulary, *, as_csv: bool) -> None:
    """Print a table of counts, and what it leaves out."""
    if as_csv:
        page = io.StringIO()
        writer = csv.writer(page, lineterminator="\n")
        writer.writerow([*counted.by, "low", "high", "acts without a number"])
        writer.writerows([*each.key, each.low, "" if each.high is None else each.high, each.unstated] for each in counted.rows)
        show(page.getvalue().rstrip("\n"))
        return
    for each in counted.rows:
        names = " · ".join(_called(vocabulary, way, key) or text(NOT_KNOWN()) for way, key in zip(counted.by, each.key, strict=True))
        show(f"{_range(each):>16}  {visible(names)}")
    show(text(TOTAL(total=_range(counted.total), unit=counted.unit)))
    if counted.known != counted.total:
        say(KNOWN(known=_range(counted.known), unit=counted.unit, total=_range(counted.total)))
    if sum(each.low for each in counted.rows) > counted.total.low and counted.unit == "incidents":
        say(MORE_THAN_TOTAL())
    said = ((UNSTATED, counted.total.unstated), (AGGREGATES, counted.aggregates), (WITHDRAWN, counted.withdrawn))
    for template, number in said:
        if number:
            say(template(n=number))
    say(FLOOR())


def _range(count: Count) -> str:
    if count.high is None:
        return text(AT_LEAST(low=count.low) if count.low else NOT_SAID())
    return str(count.low) if count.low == count.high else text(BETWEEN(low=count.low, high=count.high))


def _called(vocabulary: Vocabulary, way: str, code: str) -> str:
    """Return what a code is called in the language of the interface; a country by its name."""
    if way in ("host_country", "origin_state"):
        return country_name(code, interface_language()) or code
    term = vocabulary.term(SCHEMES.get(way, way), code)
    return term.label(interface_language()) if term else code


def _flat(value: Any, vocabulary: Vocabulary, name: str = "") -> list[tuple[str, str]]:
    """Return every field of a record that says something, as name and text."""
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in _flat(each, vocabulary, f"{name}.{key}" if name else key)]
    if isinstance(value, list | tuple):
        return [pair for number, each in enumerate(value, 1) for pair in _flat(each, vocabulary, f"{name} {number}" if len(value) > 1 else name)]
    return [(name, str(value))] if value not in (None, "") else []
