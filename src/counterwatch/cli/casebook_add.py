"""Recording an incident from a terminal: from flags, by asking, or by going on with what was begun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.casebook_hand import fields_of, show_recorded
from counterwatch.cli.line import somebody_there
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template, WrongUsage

if TYPE_CHECKING:
    from counterwatch.case import Case
    from counterwatch.incidents.draft import Draft

NOBODY = Template("cli.casebook_add.nobody", "there is no terminal here on which somebody could answer")
FLAGS = Template(
    "cli.casebook_add.flags",
    "say it with flags: cw incidents add --set date=2022-10 --set tactic=DA.assault --set host_country=DE --attach photo.jpg",
)
TOGETHER = Template("cli.casebook_add.together", "--resume, --discard and --set each do something of their own")
ONE = Template("cli.casebook_add.one", "give one of them")
KEPT = Template("cli.casebook_add.kept", "what was answered is kept in the case; nothing is recorded yet")
IN_CLEAR = Template("cli.casebook_add.in_clear", "this case is not encrypted, and neither is what you type")
DISCARDED = Template("cli.casebook_add.discarded", "thrown away; files that were sealed on the way stay sealed")
NOTHING = Template("cli.casebook_add.nothing", "no incident was under way")
EMPTY = Template("cli.casebook_add.empty", "nothing was answered, so nothing is recorded")


def refuse_together(*, said: bool, files: bool, resume: bool, discard: bool) -> None:
    """Refuse flags that exclude each other."""
    if sum((said, resume, discard)) > 1 or (discard and files):
        raise WrongUsage(TOGETHER(), hint=ONE())


def add_said(case: Case, said: Sequence[str], files: Sequence[str]) -> None:
    """Record what flags say."""
    from counterwatch.api.incidents_hand import add_incident, attach, checked_fields

    fields = checked_fields(case, fields_of(said))
    with progress() as bar:
        attached = [held.id for each in files for held in attach(case, each, progress=bar)]
    made, is_new = add_incident(case, fields, attached)
    show_recorded(made, is_new=is_new)


def add_asked(case: Case, files: Sequence[str], *, resume: bool) -> None:
    """Ask, keeping each answer; record what was said when somebody says that it is right."""
    from counterwatch.api.incidents_draft import DraftFile

    if not somebody_there():
        raise WrongUsage(NOBODY(), hint=FLAGS())
    kept = DraftFile(case)
    with kept.held():
        draft = kept.resumed() if resume else kept.begun()
        try:
            _ask_and_record(case, kept.write, draft, files)
        except (KeyboardInterrupt, EOFError):
            show()
            say(KEPT())
            say_next("cw incidents add --resume")
            raise
        kept.discard()


def discard_draft(case: Case) -> None:
    """Throw away what was not finished."""
    from counterwatch.api.incidents_draft import DraftFile

    kept = DraftFile(case)
    with kept.held():
        show(text(DISCARDED() if kept.discard() else NOTHING()))


def _ask_and_record(case: Case, keep: Callable[[Draft], None], draft: Draft, files: Sequence[str]) -> None:
    from counterwatch.api.incidents_hand import add_incident, attach, rows_of
    from counterwatch.cli.casebook_asking import Asking

    if not case.case_file.is_encrypted:
        say(IN_CLEAR())
    if files:
        draft = draft.with_evidence(tuple(held.id for each in files for held in attach(case, each)))
    said = Asking(draft, keep=keep, attach=lambda name: attach(case, name), make=rows_of(case)).run()
    if not said.told():
        say(EMPTY())
        return
    made, is_new = add_incident(case, said.row(), said.attached)
    show_recorded(made, is_new=is_new)
