"""A pile-on is many messages at once, measured by what this person usually receives: who receives thousands a day is not in a wave each day."""

from __future__ import annotations

import datetime

import numpy as np

from counterwatch.coordination.charts.received_days import received_days
from counterwatch.coordination.received import Received
from counterwatch.coordination.waves.scan import EARLY, Scan, scan, series_of
from counterwatch.coordination.waves.table import waves_table
from counterwatch.coordination.waves.wave import Wave, waves_of
from counterwatch.coordination.waves.worlds import pile_on, usual_life
from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check

FEWEST_MESSAGES = 20
DEPARTS = Template(
    "coordination.waves.departs",
    "{n} wave of messages: the fullest brought {messages} messages from {accounts} accounts within {days} days from {day:date}, where usual "
    "days bring about {usual:s2} messages each",
    "{n} waves of messages: the fullest brought {messages} messages from {accounts} accounts within {days} days from {day:date}, where usual "
    "days bring about {usual:s2} messages each",
)  # fmt: skip
CONSISTENT = Template(
    "coordination.waves.consistent",
    "No day brought more messages than this person's usual days explain: the fullest of {days} days brought {messages}, the middle one {middle:s2}",
)
FEW_DAYS = Template("coordination.waves.few_days", "The messages span {days} days; more than {fewest} are needed to know what is usual")
FEW_MESSAGES = Template("coordination.waves.few_messages", "There are {messages} messages; {fewest} are needed to know what is usual")
TIMES = Template("coordination.waves.times", "times the usual number of messages a day, over the fullest wave")
OWN_POST = Template(
    "coordination.waves.own_post",
    "a post of one's own that travelled, a broadcast or a news report brings as many messages from as many new accounts",
)
CALL = Template(
    "coordination.waves.call",
    "a call to write, a campaign by friends or a holiday greeting looks the same as an attack: nothing here reads the messages",
)
ONE_POST = Template("coordination.waves.one_post", "{answers} of the {messages} messages of the fullest wave answer one and the same post")
ONE_ACCOUNT = Template("coordination.waves.one_account", "{most} of the {messages} messages of the fullest wave come from one account")
EXPORT = Template("coordination.waves.export", "what the platform had deleted or hidden before the export was made is missing here")
BEGINNING = Template(
    "coordination.waves.beginning", "the first {fewest} days can only be compared with those around them: ask for an older export if it began then"
)
UNCOMPARED = Template(
    "coordination.waves.uncompared", "{n} day could not be compared: there are too few usual days around it",
    "{n} days could not be compared: there are too few usual days around them",
)  # fmt: skip
MASKED = Template(
    "coordination.waves.masked", "where full days are a part of the usual ones, in a short record above all, another full day is not beyond them"
)
KEEP = Template("coordination.waves.keep", "Ask the platform for the export once more and seal it: later ones may lack what was deleted since")
READ = Template("coordination.waves.read", "Let somebody you trust read the messages of these days and note what kind they are")
OLDER = Template("coordination.waves.older", "Ask for an export that begins earlier: the longer the usual time on record, the clearer a wave")
ONE_THREAT = Template("coordination.waves.one_threat", "One threat is enough, whatever the counts are: take it to those who help")
TABLE = "waves.csv"


@check(
    reads=Received,
    cites="Farrington et al. 1996, Journal of the Royal Statistical Society A 159(3); Greenwood & Yule 1920, 83(2)",
    honest=usual_life,
    planted=pile_on,
    libraries=("numpy", "scipy", "polars"),
)
def waves(table: Received, *, usual: int = 56, alpha: float = 0.01) -> Finding:
    """Did far more messages arrive at once than this person usually receives?

    Each day is compared with up to `usual` days before it that did not stand out themselves, by all its messages and by its busiest 60
    minutes. `alpha` is the chance of any wave in a usual life, over all days together.
    """
    if len(table) < FEWEST_MESSAGES:
        return _not_tested(table, FEW_MESSAGES(messages=len(table), fewest=FEWEST_MESSAGES))
    series = series_of(table)
    if len(series.totals) <= EARLY:
        return _not_tested(table, FEW_DAYS(days=len(series.totals), fewest=EARLY))
    found = scan(series, usual=usual, alpha=alpha)
    seen = waves_of(table, found)
    return _departs(table, found, seen) if seen else _consistent(table, found)


def _not_tested(table: Received, why: Message) -> Finding:
    return Finding(
        subject=table.name, verdict=Verdict.NOT_TESTED, statement=why, limits=(EXPORT(),), steps=(ONE_THREAT(), OLDER()), problems=table.problems
    )


def _consistent(table: Received, found: Scan) -> Finding:
    totals = found.series.totals
    statement = CONSISTENT(days=len(totals), messages=int(totals.max()), middle=float(np.median(totals)))
    limits = (MASKED(), EXPORT(), BEGINNING(fewest=EARLY), *_uncompared(found))
    charts = (received_days(table.name, found, table.zone),)
    return Finding(
        subject=table.name, verdict=Verdict.CONSISTENT, statement=statement, p_value=found.p_value(), limits=limits, charts=charts,
        steps=(ONE_THREAT(), OLDER(), READ()),
        numbers=_numbers(table, found, []), problems=table.problems,
    )  # fmt: skip


def _departs(table: Received, found: Scan, seen: list[Wave]) -> Finding:
    most = fullest(seen)
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(table.days()[np.searchsorted(table.time, most.first)]))
    statement = DEPARTS(n=len(seen), messages=most.messages, accounts=most.accounts, days=most.days, day=str(day), usual=most.usual)
    per_day = most.messages / most.days
    estimate = Estimate(value=per_day / most.usual, low=per_day / most.usual_high, high=per_day / most.usual_low, unit=TIMES())
    return Finding(
        subject=table.name, verdict=Verdict.DEPARTS, statement=statement, estimate=estimate, p_value=found.p_value(),
        limits=(*_weaknesses(most), OWN_POST(), CALL(), EXPORT(), BEGINNING(fewest=EARLY), *_uncompared(found)), steps=(ONE_THREAT(), KEEP(), READ()),
        charts=(received_days(table.name, found, table.zone),), attachments=(Attachment.of(TABLE, waves_table(seen)),),
        numbers=_numbers(table, found, seen), problems=table.problems,
    )  # fmt: skip


def _uncompared(found: Scan) -> tuple[Message, ...]:
    missing = int(np.isnan(found.chances).sum())
    return (UNCOMPARED(n=missing),) if missing else ()


def fullest(seen: list[Wave]) -> Wave:
    """Return the wave with the most messages, the earliest among equals."""
    return max(seen, key=lambda each: (each.messages, -each.first))


def _weaknesses(wave: Wave) -> tuple[Message, ...]:
    said: list[Message] = []
    if 2 * wave.most_answers >= wave.messages:
        said.append(ONE_POST(answers=wave.most_answers, messages=wave.messages))
    if 2 * wave.most_of_one >= wave.messages:
        said.append(ONE_ACCOUNT(most=wave.most_of_one, messages=wave.messages))
    return tuple(said)


def _numbers(table: Received, found: Scan, seen: list[Wave]) -> dict[str, float | None]:
    return {
        "messages": float(len(table)), "accounts": float(len(np.unique(table.account))), "days": float(len(found.series.totals)),
        "comparisons": float(found.asked), "waves": float(len(seen)), "messages in waves": float(sum(each.messages for each in seen)),
    }  # fmt: skip
