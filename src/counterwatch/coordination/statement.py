"""A plain, dated statement that can be sent to a platform or the police: counts, times with their zone, hashes, and what is not claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.coordination.received import Received
from counterwatch.coordination.waves.wave import Wave
from counterwatch.core import Evidence, Message, Template
from counterwatch.core.language import render
from counterwatch.core.version import __version__

TITLE = Template("coordination.statement.title", "Statement about messages received, {day:date}")
WHAT = Template(
    "coordination.statement.what",
    "The files named below hold {n} message that one person or organisation received, from {accounts} accounts, between {first} and {last}",
    "The files named below hold {n} messages that one person or organisation received, from {accounts} accounts, between {first} and {last}",
)  # fmt: skip
NO_WAVE = Template(
    "coordination.statement.no_wave", "No day stands out from the usual ones by the method named below; this does not say that no message is a threat"
)
HEADING = Template("coordination.statement.heading", "From {first} to {last}")
COUNTS = Template(
    "coordination.statement.counts",
    "{messages} messages from {accounts} accounts in {days} days; usual days before brought about {usual:s2} (between {low:s2} and {high:s2})",
)
NEW = Template(
    "coordination.statement.new",
    "{new} of these {accounts} accounts had never written before in this record ({share:%}); on usual days it was {usual:%} of the accounts of a day",
)
YOUNG = Template(
    "coordination.statement.young",
    "{young} of the {known} accounts whose date of creation is known were made at most 30 days before they wrote ({share:%})",
)
YOUNG_USUAL = Template("coordination.statement.young_usual", "on usual days before it was {young} of {known} accounts ({share:%})")
REPEATED = Template(
    "coordination.statement.repeated", "{messages} messages repeat, word for word, a text that another account sent too; there are {texts} such texts"
)
HOUR = Template("coordination.statement.hour", "the fullest 60 minutes began at {moment} and brought {messages} messages")
SAME_POST = Template("coordination.statement.same_post", "{answers} of the messages answer one and the same post")
SAME_ACCOUNT = Template("coordination.statement.same_account", "at most {messages} messages came from one account")
GROUPS = Template(
    "coordination.statement.groups", "{n} group of accounts acted together by the test of synchrony, with {accounts} accounts",
    "{n} groups of accounts acted together by the test of synchrony, with {accounts} accounts in all",
)  # fmt: skip
LABEL = Template(
    "coordination.statement.label", "labelled «{label}» by the receiver: {n} message", "labelled «{label}» by the receiver: {n} messages"
)  # fmt: skip
CHANCE = Template(
    "coordination.statement.chance", "in usual times the chance of any such day in this record is at most {chance:p}, by the method named below"
)

ASKED = Template("coordination.statement.asked", "What is asked for")
PRESERVE = Template(
    "coordination.statement.preserve",
    "To the platform: please preserve the messages of these times and the records of the accounts that sent them, deleted ones included, and look at "
    "them together instead of one by one",
)
POLICE = Template("coordination.statement.police", "To the police: please record this statement and give its number to the person who hands it in")
NOT_CLAIMED = Template("coordination.statement.not_claimed", "What is not claimed")
NO_SOURCE = Template(
    "coordination.statement.no_source",
    "These are counts. They do not show who is behind the accounts, whether anybody asked or paid for the messages, "
    "or that each of them breaks a rule or a law",
)
INNOCENT = Template(
    "coordination.statement.innocent", "A post that travelled far, a broadcast, a news report or an open call to write can bring the same numbers"
)
MISSING = Template("coordination.statement.missing", "Messages that were deleted or hidden before the export are missing")
CHECKED = Template("coordination.statement.checked", "How this can be checked")
FILE = Template("coordination.statement.file", "{name}, {size} bytes, SHA-256 {hash}")
UNCHANGED = Template(
    "coordination.statement.unchanged",
    "`sha256sum` on a file gives the same letters and digits as long as nothing in it was changed; keep the files as they are",
)
METHOD = Template(
    "coordination.statement.method",
    "Each day was compared with up to {usual} earlier usual days of the same person, by its messages and by its fullest 60 minutes; negative "
    "binomial and log-normal chances, the larger of the two, adjusted for {asked} comparisons (Bonferroni); "
    "counterwatch {version}, check coordination.waves",
)
ZONE = Template("coordination.statement.zone", "All times are in the zone {zone}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, a sentence per line."""

    heading: Message
    lines: tuple[Message, ...]


def statement(
    table: Received, waves: Sequence[Wave], *, evidence: Sequence[Evidence], day: str, usual: int, asked: int, untested: Message | None = None
) -> tuple[Section, ...]:
    """Return the statement about a table of received messages, which has at least one, as of an ISO `day`. It holds counts only, no account.

    `untested` is the reason where it could not be asked whether a day stands out; `asked` counts comparisons.
    """
    first, last = moment(int(table.time[0]), table.zone), moment(int(table.time[-1]), table.zone)
    what = WHAT(n=len(table), accounts=len(set(table.account.tolist())), first=first, last=last)
    remark = () if waves else (untested or NO_WAVE(),)
    opening = Section(heading=TITLE(day=day), lines=(what, ZONE(zone=table.zone), *remark))
    method = () if untested else (METHOD(usual=usual, asked=asked, version=__version__),)
    files = [FILE(name=each.name, size=each.size, hash=each.sha256 or each.id) for each in evidence]
    return (
        opening,
        *(_about(each, table.zone) for each in waves),
        Section(heading=ASKED(), lines=(PRESERVE(), POLICE())),
        Section(heading=NOT_CLAIMED(), lines=(NO_SOURCE(), INNOCENT(), MISSING())),
        Section(heading=CHECKED(), lines=(*files, UNCHANGED(), *method)),
    )


def written(sections: Sequence[Section], language: str) -> str:
    """Return sections as plain text that survives copying into a form or a letter."""
    return "\n".join(f"{render(each.heading, language)}\n\n{_listed(each.lines, language)}" for each in sections)


def _listed(lines: Sequence[Message], language: str) -> str:
    """Return sentences as a list in plain text."""
    return "".join(f"- {render(line, language)}\n" for line in lines)


def moment(milliseconds: int, zone: str) -> str:
    """Return a moment to the minute in a zone, with its distance from UTC: `2026-03-01 14:05 (UTC+01:00)`."""
    import polars as pl

    local = pl.Series([milliseconds]).cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(zone)
    return str(local.dt.strftime("%Y-%m-%d %H:%M (UTC%:z)")[0])


def _about(wave: Wave, zone: str) -> Section:
    lines = [
        COUNTS(messages=wave.messages, accounts=wave.accounts, days=wave.days, usual=wave.usual, low=wave.usual_low, high=wave.usual_high),
        NEW(
            new=wave.new.count, accounts=wave.new.of, share=_share(wave.new.count, wave.new.of), usual=_share(wave.new.usual_count, wave.new.usual_of)
        ),
        *_young(wave),
        *([REPEATED(messages=wave.repeated, texts=wave.texts)] if wave.repeated else []),
        HOUR(moment=moment(wave.busiest_from, zone), messages=wave.busiest),
        *([SAME_POST(answers=wave.most_answers)] if wave.most_answers > 1 else []),
        SAME_ACCOUNT(messages=wave.most_of_one),
        *([GROUPS(n=len(wave.groups), accounts=sum(wave.groups))] if wave.groups else []),
        *(LABEL(n=count, label=label) for label, count in wave.labels),
        CHANCE(chance=wave.chance),
    ]
    return Section(heading=HEADING(first=moment(wave.first, zone), last=moment(wave.last, zone)), lines=tuple(lines))


def _young(wave: Wave) -> list[Message]:
    young = wave.young
    if not young.of:
        return []
    said = [YOUNG(young=young.count, known=young.of, share=_share(young.count, young.of))]
    if young.usual_of:
        said.append(YOUNG_USUAL(young=young.usual_count, known=young.usual_of, share=_share(young.usual_count, young.usual_of)))
    return said


def _share(count: int, of: int) -> float | None:
    return count / of if of else None
