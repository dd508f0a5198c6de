"""What is said on a terminal when submissions are received."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template
from counterwatch.incidents.intake.reasons import reason

if TYPE_CHECKING:
    from counterwatch.api.intake_receive import Reception

RECEIVED = Template("cli.intake_reception.received", "received {n} new submission", "received {n} new submissions")
NOTHING_NEW = Template("cli.intake_reception.nothing_new", "no new submission")
AGAIN = Template("cli.intake_reception.again", "{n} file was received before", "{n} files were received before")
FAULTY = Template(
    "cli.intake_reception.faulty",
    "{n} of them was written to this intake and not by a form: it comes last",
    "{n} of them were written to this intake and not by a form: they come last",
)
REFUSED = Template("cli.intake_reception.refused", "{n} file is no submission to this case", "{n} files are no submissions to this case")
BECAUSE = Template("cli.intake_reception.because", "{n} of them: {reason}", "{n} of them: {reason}")
MORE = Template("cli.intake_reception.more", "and {n} more; --all names them", "and {n} more; --all names them")
NOT_STORED = Template("cli.intake_reception.not_stored", "what is no submission was not stored; the files are where they were")
SHOWN = 5


def show_reception(done: Reception, *, everything: bool) -> None:
    """Print what a run received, and every reason for which files were refused."""
    show(text(RECEIVED(n=done.new) if done.new else NOTHING_NEW()))
    if done.faulty:
        show("  " + text(FAULTY(n=done.faulty)))
    if done.again:
        show(text(AGAIN(n=done.again)))
    if done.refused:
        _show_refused(done, len(done.refused) if everything else SHOWN)
    if done.new or done.again:
        say_next("cw incidents intake triage")


def _show_refused(done: Reception, most: int) -> None:
    show(text(REFUSED(n=len(done.refused))))
    for code, count in sorted(Counter(code for _, code in done.refused).items(), key=lambda each: (-each[1], each[0])):
        show("  " + text(BECAUSE(n=count, reason=reason(code))))
        names = [name for name, why in done.refused if why == code]
        for name in names[:most]:
            show("    " + visible(name))
        if count > most:
            show("    " + text(MORE(n=count - most)))
    say(NOT_STORED())
