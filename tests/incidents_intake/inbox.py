"""A case with an intake, and folders of files that strangers sent to it."""

import pathlib
import random
from collections.abc import Iterable

from genuine import GENUINE
from written_submissions import FORM, submission

from counterwatch.api.case import new_case
from counterwatch.api.intake import drawn_intake, keep_form
from counterwatch.case import Case, Identity
from counterwatch.incidents.intake.record import BuiltForm, Intake

LANGUAGES = ("en", "fr", "zh-Hans", "zh-Hant", "ug", "bo")


def case_with_intake(folder: pathlib.Path, *, unreviewed: tuple[str, ...] = ("ug", "bo")) -> tuple[Case, Intake]:
    """Return an encrypted case with one intake, of which one form was built."""
    case = new_case(folder, identity=Identity.new(), recovery=False)
    form = BuiltForm(build=FORM, sha256="cd" * 32, size=1, title="Notes", organisation="", languages=LANGUAGES, unreviewed=unreviewed)
    return case, keep_form(case, drawn_intake(), form)


def sent(folder: pathlib.Path, intake: Intake, texts: Iterable[tuple[str, str]], *, seed: int = 0) -> list[pathlib.Path]:
    """Write a submission for each text, in an order drawn by lot, under names that say nothing; return the files in the order of the texts."""
    folder.mkdir(exist_ok=True)
    told = list(texts)
    draw, made = random.Random(seed), []
    for number, place in enumerate(draw.sample(range(len(told)), len(told))):
        language, text = told[number]
        file = folder / f"notes-{place:08x}.age"
        file.write_bytes(submission(intake.id, intake.recipient, text, language=language))
        made.append(file)
    return made


def genuine_and(junk: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the genuine texts and junk behind them."""
    return [*GENUINE, *junk]
