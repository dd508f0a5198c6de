"""Building a form: the key is in the case before the file is there, and what nobody reviewed stays out until somebody answers for it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counterwatch.api.beside import beside
from counterwatch.api.case import open_case
from counterwatch.api.intake import drawn_intake, intake_named, keep_form, refuse_plain
from counterwatch.case import Case
from counterwatch.core import Template, WrongUsage
from counterwatch.incidents.intake.form import make_form
from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.record import BuiltForm, Intake
from counterwatch.incidents.intake.words import unreviewed_tags

EXISTS = Template("api.intake_form.exists", "{file} exists already")
FORCE = Template("api.intake_form.force", "choose another name, or say --force to replace it")
NO_LANGUAGE = Template("api.intake_form.no_language", "there is no form in the language «{tag}»")
LANGUAGES_ARE = Template("api.intake_form.languages_are", "the languages are {tags}")
LONG = Template("api.intake_form.long", "a title or an organisation takes 1 to {most:raw} characters that can be printed")
SHORTER = Template("api.intake_form.shorter", "leave it out, or shorten it; a form without either says less to whoever finds it")
LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A form that was written: the intake, what was built, the file, and the languages that stayed out because nobody reviewed them."""

    intake: Intake
    form: BuiltForm
    file: Path
    left_out: tuple[str, ...]


def new_form(
    case: Case | Path | str, output: Path | str, *, intake: str = "", languages: Sequence[str] = TAGS, accept_unreviewed: Sequence[str] = (),
    title: str = "", organisation: str = "", force: bool = False,
) -> Handed:  # fmt: skip
    """Write the form of a new intake, or with its id of one that the case has, and record its hash. The same intake and options give the same bytes.

    Languages whose sentences of consent and danger nobody reviewed are left out, but for those in `accept_unreviewed`.
    Raises `Refused` in a plain case.
    """
    file, opened = Path(output), open_case(case)
    for tag in (*languages, *accept_unreviewed):
        _refuse_unknown(tag)
    for text in (title, organisation):
        _refuse_text(text)
    refuse_plain(opened)
    if os.path.lexists(file) and not force:
        raise WrongUsage(EXISTS(file=str(file)), hint=FORCE())
    left_out = tuple(tag for tag in unreviewed_tags() if tag in languages and tag not in accept_unreviewed)
    known = intake_named(opened, intake) if intake else drawn_intake()
    wanted = {*languages, *accept_unreviewed} - set(left_out)
    made = make_form(known, languages=[tag for tag in TAGS if tag in wanted], title=title, organisation=organisation)
    # A form whose key were lost would take what nobody can read: the key is on the disk first.
    with beside(file) as stream:
        stream.write(made.page)
        kept = keep_form(opened, known, made.built)
    return Handed(intake=kept, form=made.built, file=file, left_out=left_out)


def _refuse_unknown(tag: str) -> None:
    if tag not in TAGS:
        raise WrongUsage(NO_LANGUAGE(tag=tag[:20]), hint=LANGUAGES_ARE(tags=", ".join(TAGS)))


def _refuse_text(text: str) -> None:
    # A character without width, or one that turns the direction, could make a form look like somebody else's.
    if len(text) > LONGEST or text != text.strip() or any(unicodedata.category(each)[0] == "C" for each in text):
        raise WrongUsage(LONG(most=LONGEST), hint=SHORTER())
