"""Publishing from a casebook: what may go out is built anew, proven against every earlier release, searched for protected terms, then written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents import vocabulary_of
from counterwatch.api.incidents_merges import whole_incidents
from counterwatch.api.incidents_protected import protected_of
from counterwatch.api.incidents_replies import replies_of
from counterwatch.api.release_folder import refuse_folder, write_folder
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Message, Record, Template, WrongUsage, digest
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.country import country_name
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.incidents.publication.crossing import coarsenings, crossing, refuse_ways
from counterwatch.incidents.publication.files import release_files
from counterwatch.incidents.publication.gate import Passed, passed
from counterwatch.incidents.publication.leaks import scan
from counterwatch.incidents.publication.printed import restored, stored, withheld
from counterwatch.incidents.publication.rows import FEWEST_ALIKE, FEWEST_KINDS, MOST_RISK, body_row, likeness, person_rows, person_ways
from counterwatch.stats.disclosure.protect import listed, protect
from counterwatch.stats.disclosure.published import Published, Rule
from counterwatch.stats.disclosure.rings import closes_ring

KIND, VERB = "release", "export"
PROTECTING = Template("api.publication.protecting", "proving that no small count can be worked out: {by}")
NOTHING = Template("api.publication.nothing", "nothing of this casebook may be published: {held}")
WHY = Template(
    "api.publication.why",
    "the columns consent and sharing say what was agreed and how far a record may travel; `cw incidents reply` records that somebody was asked",
)
NOBODY = Template("api.publication.nobody", "no record about persons may be counted: {held}")
TOO_FEW = Template(
    "api.publication.too_few", "of a table by {by} nothing could be printed: every number would give a count below {threshold:raw} away"
)
RING = Template("api.publication.ring", "a table by {by} closes a ring with tables that were published: the three together say more than they show")
LESS = Template("api.publication.less", "the least coarsening that passes: --by {by}")
NO_LESS = Template("api.publication.no_less", "no coarser table of these ways passes either: wait for more records")
LIKE = Template(
    "api.publication.like",
    "rows of persons by {by} do not hide each other: the smallest group alike is {k:raw} (at least {fewest:raw}), with {l:raw} communities or harms "
    "(at least {kinds:raw}), mean risk {risk:.1%} (below {most:.0%})",
)
ROWS_BY = Template("api.publication.rows_by", "rows of persons cannot be alike in {by}")
OTHER_WAYS = Template("api.publication.other_ways", "give other ways than community and harm, which must stay diverse, such as --by year")
MIXED = Template("api.publication.mixed", "this case has published {before}; rows and tables of the same persons can be subtracted from each other")
STAY = Template("api.publication.stay", "go on with tables, or publish rows from a case of its own, of other records")
ROWS_BEFORE = Template("api.publication.rows_before", "rows of persons")
TABLES_BEFORE = Template("api.publication.tables_before", "tables of persons")
LEAK = Template("api.publication.leak", "a protected term would go out: {places}")
MEND = Template("api.publication.mend", "correct the records these come from; nothing was written, and which term it is, is not shown")
PLACE = Template("api.publication.place", "{file}, line {line:raw}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is published: the tables as printed, how many rows of organisations and of persons, the files, what stays out, what nobody could check."""

    tables: tuple[Published, ...]
    bodies: int
    persons: int
    files: dict[str, bytes]
    held: tuple[Message, ...]
    not_checked: tuple[str, ...]
    folder: Path | None

    @property
    def withheld(self) -> int:
        """How many counts are not printed as a number."""
        return sum(1 for each in self.tables for _ in withheld(each))


def publish(  # noqa: PLR0913 - each is something that a user may say
    case: Case | Path | str, output: Path | str | None, *, by: Sequence[Sequence[str]] = (), unit: str = "incidents", rows: bool = False,
    language: str = "en", force: bool = False, progress: Progress = quiet, cancel: Cancel = never,
) -> Release:  # fmt: skip
    """Publish organisations' rows and, for each list of ways in `by`, a table of persons' cases (or with `rows` rows of persons).

    Without an `output` nothing is written or stored. Raises `Refused` with the reason and the least coarsening that would pass.
    """
    opened, folder = open_case(case), Path(output) if output else None
    for each in by:
        refuse_ways(each, unit)
    if folder:
        refuse_folder(folder, force=force)
    replies = replies_of(opened)
    allowed = passed(whole_incidents(opened), today=opened.head.time[:10], replies=replies)
    number, earlier = _next_id(opened), releases(opened)
    _refuse_empty(allowed, by=by)
    _refuse_mixed(earlier, by, rows=rows)
    basis = digest([msgspec.to_builtins(each) for each in allowed.counted])
    tables = [] if rows else _tables(allowed, by, unit, earlier, basis, progress, cancel)
    persons = (tuple(by[0]), _persons(allowed, by[0])) if rows and by else None
    bodies = [body_row(each, replies, called_in(opened, language), language) for each in allowed.rows]
    files = release_files(tables, bodies, persons, names_of(opened, tables, language), language)
    not_checked = refuse_leaks(opened, files)
    made = Release(
        tables=tuple(tables), bodies=len(bodies), persons=len(persons[1]) if persons else 0, files=files, held=allowed.said,
        not_checked=not_checked, folder=folder,
    )  # fmt: skip
    if folder:
        record = Record(id=number, kind=KIND, data=_definition(made, by, unit, language, basis))
        write_folder(folder, files, force=force, first=lambda: CaseRecords(opened, lambda: signer_of(opened)).append([record], verb=VERB))
    return made


def releases(case: Case | Path | str) -> list[dict[str, Any]]:
    """Return what was published from a case, the oldest first: definition, tables with true counts, and the hash of each file."""
    return [each.data for each in CaseRecords(open_case(case)).current(KIND)]


def _tables(
    allowed: Passed, by: Sequence[Sequence[str]], unit: str, earlier: Sequence[dict[str, Any]], basis: str, progress: Progress, cancel: Cancel
) -> list[Published]:
    known = [restored(each) for release in earlier for each in release["tables"]]
    same = [each["state"] for each in earlier if each["basis"] == basis]
    state = same[0] if same else 1 + max((each["state"] for each in earlier), default=0)
    made: list[Published] = []
    for ways in by:
        stop_if(cancel)
        progress(PROTECTING(by=", ".join(ways)), len(made), len(by))
        found = _protected(allowed, ways, unit, state, [*known, *made])
        if found is None:
            raise _too_few(allowed, ways, unit, state, [*known, *made])
        made.append(found)
    return made


def _protected(allowed: Passed, ways: Sequence[str], unit: str, state: int, known: Sequence[Published]) -> Published | None:
    table = listed(crossing(allowed.counted, ways, unit, state=state), Rule(), known)
    made = protect(table, Rule(), earlier=known)
    return made if made is not None and made.is_number.any() else None


def _too_few(allowed: Passed, ways: Sequence[str], unit: str, state: int, known: Sequence[Published]) -> Refused:
    """Return why a table is not published, with the least coarsening that passes."""
    less = next((each for each in coarsenings(ways) if _protected(allowed, each, unit, state, known)), None)
    hint = LESS(by=",".join(less)) if less else NO_LESS()
    if closes_ring(crossing(allowed.counted, ways, unit, state=state), known):
        return Refused(RING(by=", ".join(ways)), hint=hint)
    return Refused(TOO_FEW(by=", ".join(ways), threshold=Rule().threshold), hint=hint)


def _persons(allowed: Passed, ways: Sequence[str]) -> list[tuple[str, ...]]:
    if not person_ways(ways):
        raise WrongUsage(ROWS_BY(by=", ".join(ways)), hint=OTHER_WAYS())
    found = likeness(allowed.counted, ways)
    if not found.passes:
        less = next((each for each in coarsenings(ways) if likeness(allowed.counted, each).passes), None)
        said = LIKE(by=", ".join(ways), k=found.k, l=found.l, risk=found.risk, fewest=FEWEST_ALIKE, kinds=FEWEST_KINDS, most=MOST_RISK)
        raise Refused(said, hint=LESS(by=",".join(less)) if less else NO_LESS())
    return person_rows(allowed.counted, ways)


def _refuse_empty(allowed: Passed, *, by: Sequence[Sequence[str]]) -> None:
    held = "; ".join(map(str, allowed.said)) or "-"
    if by and not allowed.counted:
        raise Refused(NOBODY(held=held), hint=WHY())
    if not by and not allowed.rows:
        raise Refused(NOTHING(held=held), hint=WHY())


def _refuse_mixed(earlier: Sequence[dict[str, Any]], by: Sequence[Sequence[str]], *, rows: bool) -> None:
    """Refuse rows after tables, tables after rows, and rows twice: exact rows say what tables hide."""
    if by and any(each["persons"] for each in earlier):
        raise Refused(MIXED(before=ROWS_BEFORE()), hint=STAY())
    if rows and by and any(each["tables"] for each in earlier):
        raise Refused(MIXED(before=TABLES_BEFORE()), hint=STAY())


def refuse_leaks(case: Case, files: dict[str, bytes]) -> tuple[str, ...]:
    found = scan(files, protected_of(case, in_latin=True))
    if found.found:
        raise Refused(LEAK(places="; ".join(str(PLACE(file=each.file, line=each.line)) for each in found.found[:10])), hint=MEND())
    return found.not_checked


def names_of(case: Case, tables: Sequence[Published], language: str) -> dict[tuple[str, str], str]:
    """Return what the categories of some tables are called."""
    called = called_in(case, language)
    axes = (axis for each in tables for axis in each.table.axes)
    return {(axis.name, each): called(axis.name, each) for axis in axes for each in axis.listed}


def called_in(case: Case, language: str) -> Callable[[str, str], str]:
    """Return what says what a category is called, by the way it is one of: by the vocabulary of the case, a country by its name."""
    words = vocabulary_of(case)

    def called(way: str, code: str) -> str:
        term = words.term("tactic" if way == "family" else way, code)
        country = country_name(code, language) if way in ("host_country", "origin_state") else ""
        return term.label(language) if term else country or code

    return called


def _next_id(case: Case) -> str:
    """Return the id of the next release: of two that are made at once, neither knowing of the other, the case takes one only."""
    return f"{KIND}/{1 + max((int(each.id.rpartition('/')[2]) for each in CaseRecords(case).current(KIND)), default=0)}"


def _definition(made: Release, by: Sequence[Sequence[str]], unit: str, language: str, basis: str) -> dict[str, Any]:
    tables = [stored(each) for each in made.tables]
    state = tables[0]["table"]["state"] if tables else 0
    hashes = {name: sha256_hex(data) for name, data in made.files.items()}
    return {
        "by": [list(each) for each in by], "unit": unit, "language": language, "basis": basis, "state": state, "tables": tables,
        "bodies": made.bodies, "persons": made.persons, "files": hashes,
    }  # fmt: skip
