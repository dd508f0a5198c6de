"""What is said on a terminal of submissions that wait, of one that is read, and of what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.api.intake_accept import note_of
from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Message, Template
from counterwatch.incidents.intake.reasons import reason

if TYPE_CHECKING:
    from counterwatch.api.intake_accept import Accepted
    from counterwatch.api.intake_triage import Item, Page
    from counterwatch.incidents.intake.received import Received
    from counterwatch.incidents.intake.submission import Submission

WIDTH = 90
LINE = Template("cli.intake_queue.line", "{id}  {said}")
ALIKE = Template("cli.intake_queue.alike", "{n} other is nearly the same", "{n} others are nearly the same")
SHARED = Template("cli.intake_queue.shared", "{share:%} of its text was sent by others too")
UNREADABLE = Template("cli.intake_queue.unreadable", "its letters do not read as a language")
UNTESTED = Template("cli.intake_queue.untested", "whether it reads as a language was not tested")
FILES = Template("cli.intake_queue.files", "{n} attachment", "{n} attachments")
AGREED = Template("cli.intake_queue.agreed", "consent: {consent}")
ASKED = Template("cli.intake_queue.asked", "consent: none until a person confirms «{consent}»")
NO_CONSENT = Template("cli.intake_queue.no_consent", "consent: none")
EMPTY = Template("cli.intake_queue.empty", "no submission waits")
WAITING = Template(
    "cli.intake_queue.waiting",
    "{n} submission waits, in {lines} lines; page {page:raw} of {pages:raw}",
    "{n} submissions wait, in {lines} lines; page {page:raw} of {pages:raw}",
)
MEMBERS = Template(
    "cli.intake_queue.members",
    "{n} submission of this line; page {page:raw} of {pages:raw}",
    "{n} submissions of this line; page {page:raw} of {pages:raw}",
)
DECIDED = Template(
    "cli.intake_queue.decided", "accepted: {accepted}; rejected: {rejected}; files that were no submissions and were not stored: {refused}"
)
CRITERIA = Template(
    "cli.intake_queue.criteria",
    "first comes what a form wrote, tells something, reads as a language and was not sent by others (in steps of a tenth); then where a use was "
    "agreed to; batches, scripts and attachments take turns, the earlier first. No person is judged; junk written anew each time is not told apart",
)
ANSWERS = {
    "what": Template("cli.intake_queue.what", "what happened: {answer}"),
    "when": Template("cli.intake_queue.when", "when: {answer}"),
    "where": Template("cli.intake_queue.where", "where: {answer}"),
    "how": Template("cli.intake_queue.how", "by which way: {answer}"),
    "who_targeted": Template("cli.intake_queue.who_targeted", "against whom: {answer}"),
    "persons": Template("cli.intake_queue.persons", "how many: {answer}"),
    "by_whom": Template("cli.intake_queue.by_whom", "by whom: {answer}"),
    "harm": Template("cli.intake_queue.harm", "harm: {answer}"),
    "known": Template("cli.intake_queue.known", "how it is known: {answer}"),
    "contact": Template("cli.intake_queue.contact", "contact, a secret of this case: {answer}"),
}
LANGUAGE = Template("cli.intake_queue.language", "language of the form: {language:raw}")
ATTACHMENT = Template("cli.intake_queue.attachment", "attachment {number:raw}: {name}, {size} bytes; {note}")
CARE = Template("cli.intake_queue.care", "open none of them on this computer; that nothing was found in one does not say that it is harmless")
NOT_OF_A_FORM = Template("cli.intake_queue.not_of_a_form", "{id} was written to this intake and not by a form: {why}")
ACCEPTED = Template("cli.intake_queue.accepted", "recorded {id}: consent {consent}")
TO_CONFIRM = Template(
    "cli.intake_queue.to_confirm",
    "the writer asked for «{asked}»; it counts as none until somebody confirms it: `cw incidents correct {id} --set consent={asked} --reason ...`",
)
ATTACHED = Template("cli.intake_queue.attached", "{n} attachment is evidence, still unopened", "{n} attachments are evidence, still unopened")
LEFT_OUT = Template("cli.intake_queue.left_out", "left out, {field}: {why}")
STAYS = Template(
    "cli.intake_queue.stays", "what was left out stays in the submission; say it in your words with `cw incidents correct {id} --set ...`"
)
REJECTED = Template("cli.intake_queue.rejected", "{id} is out of the queue; it stays sealed as it came")


def show_page(page: Page, *, is_group: bool) -> None:
    """Print a page of the queue, what its order goes by, and what is not in it."""
    for each in page.items:
        show(visible(text(LINE(id=each.received.id, said=_said(each)))))
        show("    " + _about(each, is_group=is_group))
    if not page.items:
        show(text(EMPTY()))
    elif is_group:
        show(text(MEMBERS(n=page.lines, page=page.number, pages=page.pages)))
    else:
        show(text(WAITING(n=page.waiting, lines=page.lines, page=page.number, pages=page.pages)))
    show(text(DECIDED(accepted=page.accepted, rejected=page.rejected, refused=page.refused)))
    say(CRITERIA())
    if page.number < page.pages:
        say_next(f"cw incidents intake triage --page {page.number + 1}")
    elif page.items:
        say_next(f"cw incidents intake read {page.items[0].received.id}")


def _said(item: Item) -> str:
    """Return the beginning of what a submission tells."""
    submission = item.received.submission
    if submission is None:
        return text(reason(item.received.fault))
    told = " ".join(submission.answers.what.split())
    return told if len(told) <= WIDTH else told[:WIDTH] + "…"


def _about(item: Item, *, is_group: bool) -> str:
    """Return what the order goes by, of one line."""
    submission = item.received.submission
    said = [] if submission is None else [_consent(submission, is_confirmed=item.is_confirmed)]
    if item.received.looks:
        said.append(FILES(n=len(item.received.looks)))
    if item.alike > 1:
        said.append(ALIKE(n=item.alike - 1))
    if item.shared >= 0.1 and not is_group:
        said.append(SHARED(share=item.shared))
    if item.reads is not True and submission is not None:
        said.append(UNREADABLE() if item.reads is False else UNTESTED())
    return " · ".join(map(text, said))


def _consent(submission: Submission, *, is_confirmed: bool) -> Message:
    scope = submission.consent.scope
    return NO_CONSENT() if scope == "none" else AGREED(consent=scope) if is_confirmed else ASKED(consent=scope)


def show_submission(received: Received, *, is_confirmed: bool) -> None:
    """Print every answer of a submission, and what its attachments are by their bytes."""
    submission = received.submission
    if submission is None:
        show(text(NOT_OF_A_FORM(id=received.id, why=reason(received.fault))))
        return
    show(text(LANGUAGE(language=submission.language)))
    show(text(_consent(submission, is_confirmed=is_confirmed)))
    for name, template in ANSWERS.items():
        if answer := getattr(submission.answers, name):
            # A line of an answer stays a line; what moves the cursor or turns the direction is shown as an escape.
            first, *others = answer.split("\n")
            show("\n".join([text(template(answer=first)), *map(visible, others)]))
    for number, (each, look) in enumerate(zip(submission.attachments, received.looks, strict=True), 1):
        show(text(ATTACHMENT(number=number, name=each.name, size=each.size, note=note_of(look.kind, look.warnings))))
    if submission.attachments:
        say(CARE())
    say_next(f"cw incidents intake accept {received.id}")


def show_accepted(made: Accepted) -> None:
    """Print which incident a submission became, and what was left behind."""
    incident = made.incident
    show(text(ACCEPTED(id=incident.id, consent=incident.consent)))
    if incident.consent != made.asked:
        show(text(TO_CONFIRM(asked=made.asked, id=incident.id)))
    if made.attachments:
        show(text(ATTACHED(n=len(made.attachments))))
    for field, why in made.left_out.items():
        show(text(LEFT_OUT(field=field, why=why)))
    if made.left_out:
        say(STAYS(id=incident.id))
    say_next(f"cw incidents show {incident.id}")


def show_rejected(received: Received) -> None:
    """Print that a submission is out of the queue."""
    show(text(REJECTED(id=received.id)))
