"""Letters and declarations of a case: drafts as HTML, DOCX or PDF, in four languages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from counterwatch.api.beside import beside, refuse_place
from counterwatch.api.case import open_case
from counterwatch.api.custody import exhibits
from counterwatch.api.incidents import incidents
from counterwatch.api.publication import called_in, refuse_leaks
from counterwatch.api.report import latest
from counterwatch.case import Case
from counterwatch.core import Message, Template, Verdict, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.version import __version__
from counterwatch.incidents.publication.gate import NEVER, is_of_bodies, reply_key
from counterwatch.report.letters import kinds as folder
from counterwatch.report.letters.letter import Facts, Happened, Letter, Listed

NO_KIND = Template("api.letters.no_kind", "{kind} is no kind of letter")
KINDS_ARE = Template("api.letters.kinds_are", "kinds are {kinds}")
NO_FORMAT = Template("api.letters.no_format", "there is no letter for {file}")
FORMATS_ARE = Template("api.letters.formats_are", "a letter can end in {suffixes}")
NO_ORGANISATION = Template("api.letters.no_organisation", "a request for comment goes to one organisation that incidents of this case name")
NAME_IT = Template("api.letters.name_it", "say --organisation as the incidents write it; `cw incidents list` shows them")
PERSONS = Template(
    "api.letters.persons",
    "every incident that names «{organisation}» is about persons, is withdrawn or stands no more: a letter about them could expose somebody",
)
WRITE_ALONE = Template("api.letters.write_alone", "write to them by hand, after asking the persons whom it concerns")
HEADS = 16


def kinds() -> list[str]:
    """Return the kinds of letters: the modules of `report.letters.kinds`."""
    return sorted(each.name for each in pkgutil.iter_modules(folder.__path__))


def suffixes() -> list[str]:
    """Return the endings of files that letters can be written to."""
    return sorted(_WRITERS)


def write_letter(
    case: Case | Path | str, kind: str, output: Path | str, *,
    language: str = "en", to: str = "", organisation: str = "", until: str = "", force: bool = False,
) -> tuple[str, ...]:  # fmt: skip
    """Write a letter of a kind to a file whose ending picks the format; return what of it could not be searched for protected terms.

    Raises `WrongUsage` for what is not known, and `Refused` where it would show a protected term or go to an organisation about persons.
    """
    file, opened = Path(output), open_case(case)
    if kind not in kinds():
        raise WrongUsage(NO_KIND(kind=kind[:40]), hint=KINDS_ARE(kinds=", ".join(kinds())))
    if file.suffix not in _WRITERS:
        raise WrongUsage(NO_FORMAT(file=file.name), hint=FORMATS_ARE(suffixes=", ".join(suffixes())))
    refuse_place(file, force=force)
    make: Callable[[Facts], Letter] = importlib.import_module(f"{folder.__name__}.{kind}").letter
    data = _WRITERS[file.suffix](make(_facts(opened, kind, language, to, organisation, until)), language)
    not_checked = refuse_leaks(opened, {file.name: data})
    with beside(file) as stream:
        stream.write(data)
    return not_checked


def _facts(case: Case, kind: str, language: str, to: str, organisation: str, until: str) -> Facts:
    if kind == "reply" and not organisation.strip():
        raise WrongUsage(NO_ORGANISATION(), hint=NAME_IT())
    events = case.custody()
    return Facts(
        case=case.id, seq=case.head.seq, time=case.head.time, head=case.head.hash, signer=events[-1].signer, version=__version__,
        anchors=sum(len(each.anchors) for each in events),
        exhibits=[Listed(number=each.number, name=each.name, sha256=each.sha256, sealed=each.sealed, source=each.source) for each in exhibits(case)],
        findings=_departing(case) if kind == "platform" else (), to=to, organisation=" ".join(organisation.split()), until=until,
        happened=_happened(case, organisation, language) if kind == "reply" else (),
    )  # fmt: skip


def _departing(case: Case) -> list[tuple[Message, tuple[Message, ...]]]:
    """Return the statements of the newest findings that depart, each with its limits."""
    runs = latest([each.run for each in case.runs()])
    return [(each.statement, each.limits) for run in runs for each in run.findings if each.verdict is Verdict.DEPARTS]


def _happened(case: Case, organisation: str, language: str) -> list[Happened]:
    """Return what is told to an organisation: incidents about bodies alone, by what was done, never by a summary, which may point to persons."""
    wanted, called = reply_key(organisation), called_in(case, language)
    named = [each for each in incidents(case) if any(reply_key(act.organisation) == wanted for act in each.acts if act.organisation)]
    if not named:
        raise WrongUsage(NO_ORGANISATION(), hint=NAME_IT())
    told = [each for each in named if is_of_bodies(each) and each.status not in NEVER and each.consent != "withdrawn"]
    if not told:
        raise Refused(PERSONS(organisation=organisation[:80]), hint=WRITE_ALONE())
    return [
        Happened(
            id=each.id, when=each.date.as_written, where=called("host_country", each.where.country),
            what="; ".join(dict.fromkeys(called("tactic", act.tactic) for act in each.acts)),
            sources=tuple(source.reference for source in each.sources) if each.sharing == "clear" else (),
        )
        for each in told
    ]  # fmt: skip


def _html(letter: Letter, language: str) -> bytes:
    from counterwatch.report.letters.page import page_of

    return page_of(letter, language).encode()


def _docx(letter: Letter, language: str) -> bytes:
    from counterwatch.report.letters.document import docx_of

    return docx_of(letter, language)


def _pdf(letter: Letter, language: str) -> bytes:
    from counterwatch.report.letters.paper import pdf_of

    return pdf_of(letter, language)


_WRITERS: dict[str, Callable[[Letter, str], bytes]] = {".html": _html, ".docx": _docx, ".pdf": _pdf}
