"""The blackout drill on a terminal: the statements, then the table «if this goes dark tomorrow», then what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.cli.findings import show_findings, show_problems
from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Template, Verdict
from counterwatch.exposure.identity.advice import fallback_for
from counterwatch.exposure.identity.saying import named

if TYPE_CHECKING:
    from counterwatch.api.answer import Answer
    from counterwatch.exposure.identity.index import Index
    from counterwatch.exposure.identity.scenarios import Dark

NO_FILE = Template("cli.drill.no_file", "there is no file to ask about")
NO_FILE_HINT = Template("cli.drill.no_file_hint", "name a file that holds your accounts; --new FILE makes one from fifteen questions")
TOMORROW = Template("cli.drill.tomorrow", "if this goes dark tomorrow:")
LOSS = Template("cli.drill.loss", "{name}: lost {lost}, degraded {degraded}, kept {kept}")
LOST = Template("cli.drill.lost", "lost: {names}")
DEGRADED = Template("cli.drill.degraded", "fewer ways in: {names}")
KEPT = Template("cli.drill.kept", "kept: {names}")
FALLBACK = Template("cli.drill.fallback", "fallback: {do}; cost: {costs}")
FEWER = Template("cli.drill.fewer", "{n} more single loss takes an account", "{n} more single losses take an account")
MEANS = Template("cli.drill.means", "departs means: something important hangs on a single thing; the graph knows only what was entered")
QUIET = Template("cli.drill.quiet", "nothing important hangs on a single thing as entered; a way that was forgotten is not in the graph")
NOT_RECORDED = Template("cli.drill.not_recorded", "nothing was recorded: you are not in a case")
SHOWN = 8
NAMES = 12


def show_drill(answer: Answer, gone: tuple[Index, list[Dark]] | None) -> None:
    """Print the findings of a drill and its table; as JSON where there is no table to show."""
    show_problems(answer.run.problems)
    if gone is None:
        for line in answer.lines():
            show(line)
        return
    show_findings(answer)
    index, losses = gone
    if losses:
        show()
        show(text(TOMORROW()))
    for each in losses[:SHOWN]:
        show_loss(index, each, in_full=len(losses) == 1)
    if len(losses) > SHOWN:
        show(text(FEWER(n=len(losses) - SHOWN)))
    say(MEANS() if answer.count()[Verdict.DEPARTS] else QUIET())
    if answer.stored_as is None:
        say(NOT_RECORDED())
        say_next("cw new NAME")
    else:
        say_next("cw report -o report.html")


def show_loss(index: Index, gone: Dark, *, in_full: bool) -> None:
    """Print what one loss leaves: counts, names where it is the only one, and the fallback for the first thing taken."""
    counts = {"lost": len(gone.lost), "degraded": len(gone.degraded), "kept": len(gone.kept)}
    show("  " + text(LOSS(name=gone.scenario.said, **counts)))
    if in_full:
        for said, numbers in ((LOST, gone.lost), (DEGRADED, gone.degraded), (KEPT, gone.kept)):
            if numbers:
                show("    " + text(said(names=named(index, numbers, NAMES))))
    advice = fallback_for(index.node(gone.scenario.taken[0]))
    show("    " + text(FALLBACK(do=advice.do(), costs=advice.costs())))
