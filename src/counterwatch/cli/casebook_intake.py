"""Intakes on a terminal: the fingerprint of the key, the hashes of the forms, and what stayed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    from counterwatch.api.intake_form import Handed
    from counterwatch.incidents.intake.record import BuiltForm, Intake

WROTE = Template("cli.intake.wrote", "wrote {file}, {size} bytes, in {languages}")
SUM = Template("cli.intake.sum", "SHA-256      {sha256}")
KEY = Template("cli.intake.key", "fingerprint  {fingerprint}")
INTAKE = Template("cli.intake.intake", "intake       {id}")
FORM = Template("cli.intake.form", "form         {sha256}  {languages}")
LEFT_OUT = Template(
    "cli.intake.left_out",
    "left out: {tags}: nobody who speaks the language has reviewed the sentences of consent and danger; have them read, or accept them beside "
    "English, with consent «none» until somebody has spoken with the writer: --accept-unreviewed {first}",
)
UNREVIEWED = Template(
    "cli.intake.unreviewed",
    "not reviewed: {tags}: their sentences of consent and danger stand beside the English ones, and consent given in them counts as «none» until "
    "somebody has spoken with the writer",
)
CANNOT = Template(
    "cli.intake.cannot",
    "the form cannot protect anybody on a device that is watched, nor hide that something is sent; give out its SHA-256 on another way than the "
    "file, and compare the fingerprint by voice",
)
NOTHING = Template("cli.intake.nothing", "this case has no intake")


def show_form(made: Handed) -> None:
    """Print what was written, how to check it, and what it does not do."""
    form = made.form
    show(text(WROTE(file=str(made.file), size=form.size, languages=", ".join(form.languages))))
    show(text(SUM(sha256=form.sha256)))
    show(text(KEY(fingerprint=made.intake.fingerprint)))
    if made.left_out:
        say(LEFT_OUT(tags=", ".join(made.left_out), first=made.left_out[0]))
    if form.unreviewed:
        say(UNREVIEWED(tags=", ".join(form.unreviewed)))
    say(CANNOT())
    say_next("cw incidents intake show")


def show_intakes(found: Sequence[Intake]) -> None:
    """Print intakes with the fingerprint of each key and the forms that were built for it."""
    for each in found:
        show(text(INTAKE(id=each.id)))
        show(text(KEY(fingerprint=each.fingerprint)))
        for form in each.forms:
            show(text(_line(form)))
    if not found:
        say(NOTHING())
    say_next("cw incidents intake receive FILE ..." if found else "cw incidents intake new -o form.html")


def _line(form: BuiltForm) -> Message:
    return FORM(sha256=form.sha256, languages=", ".join(form.languages))
