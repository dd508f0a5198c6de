"""The takedown diary on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.casebook_hand import show_support
from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Message, Template
from counterwatch.incidents.takedown import ACTIONS, WHATS, Takedown, flags, gone_for

if TYPE_CHECKING:
    from counterwatch.case import Case

RECORDED = Template("cli.casebook_takedowns.recorded", "recorded {id}")
KNOWN = Template("cli.casebook_takedowns.known", "{id} is recorded already; nothing was stored")
NOTE = Template("cli.casebook_takedowns.note", "to know: {flag}")
LINE = Template("cli.casebook_takedowns.line", "{id}  {date}  {platform}: {what}, {action}")
NONE = Template("cli.casebook_takedowns.none", "no takedown is recorded in this case")
OWN = Template("cli.casebook_takedowns.own", "own account: {account}")
OTHER = Template("cli.casebook_takedowns.other", "account of somebody else, pseudonym {account}")
NOTICE = Template("cli.casebook_takedowns.notice", "notice ({language}): «{notice}»")
ASKED = Template("cli.casebook_takedowns.asked", "said to be asked for by: {office}")
BASIS = Template("cli.casebook_takedowns.basis", "that rests on: {basis}")
RESTORED = Template("cli.casebook_takedowns.restored", "came back: {date}")
GONE_FOR = Template("cli.casebook_takedowns.gone_for", "gone for {n} day", "gone for {n} days")
GONE_BETWEEN = Template("cli.casebook_takedowns.gone_between", "gone for {low} to {high} days")
ABOUT = Template("cli.casebook_takedowns.about", "belongs to: {ids}")
BEFORE = Template("cli.casebook_takedowns.before", "before:")
AFTER = Template("cli.casebook_takedowns.after", "after:")
INDENT = "    "


def show_added(made: Takedown, *, is_new: bool) -> None:
    """Print that a takedown was recorded or was there, and what a reader must know of it."""
    show(visible(text((RECORDED if is_new else KNOWN)(id=made.id))))
    for each in flags(made):
        say(NOTE(flag=each))
    say_next("cw incidents takedown list")


def show_takedowns(case: Case, found: Sequence[Takedown]) -> None:
    """Print each takedown with its evidence from before and after."""
    for each in found:
        date = each.date.edtf or each.date.as_written
        show(text(LINE(id=each.id, date=date, platform=each.platform, what=WHATS[each.what](), action=ACTIONS[each.action]())))
        for said in _told(each):
            show(INDENT + text(said))
        for title, support in ((BEFORE, each.before), (AFTER, each.after)):
            if support:
                show(INDENT + text(title()))
                show_support(case, support)
    if not found:
        say(NONE())


def _told(each: Takedown) -> Iterator[Message]:
    if each.account:
        yield (OWN if each.is_own else OTHER)(account=each.account)
    if each.notice:
        yield NOTICE(language=each.language, notice=each.notice)
    if each.asked_by:
        yield ASKED(office=each.asked_by)
    if each.basis:
        yield BASIS(basis=each.basis)
    if each.incidents:
        yield ABOUT(ids=", ".join(each.incidents))
    if each.restored:
        yield RESTORED(date=each.restored.edtf or each.restored.as_written)
    if days := gone_for(each):
        yield GONE_FOR(n=days[0]) if days[0] == days[1] else GONE_BETWEEN(low=days[0], high=days[1])
