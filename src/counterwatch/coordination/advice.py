"""What somebody who is being attacked can do now, the most urgent first; short, for a tired reader on a telephone."""

from __future__ import annotations

from counterwatch.core import Message, Template

DANGER = Template("coordination.advice.danger", "If you or people near you are in danger now, call the emergency number of the place where you are")
NOT_ALONE = Template("coordination.advice.not_alone", "You need not read these messages: let somebody you trust read and sort them for you")
KEEP = Template("coordination.advice.keep", "Delete nothing. Mute rather than block until the export is made: blocking can hide messages from it")
NO_ANSWER = Template("coordination.advice.no_answer", "Do not answer and do not quote: each answer brings more")
EXPORT = Template(
    "coordination.advice.export", "Ask the platform for the export of your data today, and again in a week: messages are deleted meanwhile"
)
PICTURES = Template(
    "coordination.advice.pictures", "Of threats, take pictures of the whole screen with the date, the time and the address of the message"
)
SEAL = Template(
    "coordination.advice.seal", "Seal what you have with `cw add FILE` and give a copy to somebody else: later you can show that nothing was changed"
)
ACCOUNTS = Template("coordination.advice.accounts", "New passwords: your mailbox first, then this account; turn on two-step sign-in for both")
FAMILY = Template(
    "coordination.advice.family",
    "If relatives live where they can be put under pressure, ask for advice before you go to the police or the press: it may be seen there",
)
REPORT = Template(
    "coordination.advice.report",
    "Report the wave as a whole, with the statement below, instead of message by message, and ask that everything is preserved",
)
HELPERS = Template(
    "coordination.advice.helpers",
    "Who helps: a lawyer or a counselling service for victims of violence, your union, newsroom or university, an organisation of your community "
    "that documents such attacks",
)
KNOWN = Template(
    "coordination.advice.known",
    "Known helplines: Access Now Digital Security Helpline and Front Line Defenders (people who defend rights), the Committee to Protect Journalists "
    "and Reporters Without Borders (journalists), StopNCII (intimate pictures)",
)


def first_steps() -> tuple[Message, ...]:
    """Return what to do, in the order in which to do it."""
    urgent = (DANGER(), NOT_ALONE(), KEEP(), NO_ANSWER())
    return (*urgent, EXPORT(), PICTURES(), SEAL(), ACCOUNTS(), FAMILY(), REPORT(), HELPERS(), KNOWN())
