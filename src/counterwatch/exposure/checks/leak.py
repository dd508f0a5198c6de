"""Leaks: one's own identifiers in what one's own device sent, each with who was sent it and by which steps it is read."""

from __future__ import annotations

from counterwatch.core import Chart, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.exposure.charts.flow import Flow, flow
from counterwatch.exposure.leaks.advice import ADVICE, OPT_OUT
from counterwatch.exposure.leaks.chance import in_random_bytes, in_random_text
from counterwatch.exposure.leaks.coverage import coverage
from counterwatch.exposure.leaks.leak import shown_host
from counterwatch.exposure.leaks.limits import DEPTH
from counterwatch.exposure.leaks.needles import Needle
from counterwatch.exposure.leaks.rows import where, who
from counterwatch.exposure.leaks.saying import (
    AT_HOME,
    CHANCE,
    COARSE,
    CUT,
    FIRST_ONLY,
    GUESSABLE,
    MAY_BE_ASKED,
    SEAT,
    SHORT,
    UNREAD,
    UNSEEN,
    manner,
    recipient,
)
from counterwatch.exposure.leaks.tally import Sent, Tally, tally
from counterwatch.exposure.leaks.worlds import harmless, telling
from counterwatch.exposure.table import Watched

SENT = Template(
    "exposure.leak.sent", "{label} was sent to {recipient} in {n} request, {manner}", "{label} was sent to {recipient} in {n} requests, {manner}"
)
SOME = Template(
    "exposure.leak.some",
    "identifiers that were sent: {found} of {entered}; recipients: {recipients}; {readable} of {out} bytes that went out could be read ({share:%})",
)
NONE = Template(
    "exposure.leak.none",
    "in what could be read ({readable} of {out} bytes that went out, {share:%}) {n} identifier was looked for and not found; the rest may hold it",
    "in what could be read ({readable} of {out} bytes that went out, {share:%}) {n} identifiers were looked for and not found; the rest may hold any",
)
NOTHING_ENTERED = Template("exposure.leak.nothing_entered", "no identifier that can be looked for was entered, so the capture was not searched")
NOTHING_SENT = Template("exposure.leak.nothing_sent", "the capture holds nothing that the device sent to anybody")
UNREADABLE = Template(
    "exposure.leak.unreadable", "the {n} byte that went out could not be read, so nothing is known of what it holds",
    "none of the {n} bytes that went out could be read, so nothing is known of what they hold",
)  # fmt: skip
ENTER = Template("exposure.leak.enter", "enter your own numbers, addresses, names and devices first: cw exposure me")
REQUESTS = Template("exposure.leak.requests", "requests")
COUNTED = Template("exposure.leak.counted", "counted, not estimated")
MOST = 200


@check(
    reads=Watched, honest=harmless, planted=telling, extreme="none", libraries=("ahocorasick-rs", "phonenumbers", "brotli", "zstandard"),
    cites="Englehardt et al. 2018, PETS 2018(1) (leaked addresses, decoded and hashed); Senol et al. 2022, USENIX Security; Aho & Corasick 1975",
)  # fmt: skip
def leak(watched: Watched) -> list[Finding]:
    """Which of my identifiers did my device send, to whom, and in what disguise?

    The identifiers of the persona are looked for in every form in which apps write them and under 14 digests, in each part of each request as it
    stands and up to three encodings deep. The first finding tells how much could be read at all; then there is one for each identifier and
    recipient. What could not be read may hold anything, and is counted by reason.
    """
    counted = tally(watched)
    name = shown_host(watched.traffic.name, counted.search)
    sent = sorted(counted.sent.values(), key=lambda each: (-each.requests, each.label, each.recipient))
    found = [_found(name, each, counted) for each in sent[:MOST]] if counted.readable else []
    return [_coverage(name, counted, sent, len(watched.persona.identifiers)), *found]


def _coverage(name: str, counted: Tally, sent: list[Sent], entered: int) -> Finding:
    verdict, said = _said(counted, sent, entered - len(counted.search.needles.short))
    needles = counted.search.needles.all
    searched = counted.search.read + counted.search.decoded
    numbers: dict[str, float | None] = {
        "requests": counted.requests, "bytes out": counted.out, "readable": counted.readable, "searched": searched, "needles": len(needles),
        **{f"unreadable, {each}": size for each, size in sorted(counted.unreadable.items())},
        "identifiers sent": len({each.label for each in sent}), "recipients": len({each.recipient for each in sent}),
        "by chance in random bytes": in_random_bytes(needles, searched), "by chance in random text": in_random_text(needles, searched),
    }  # fmt: skip
    return Finding(
        subject=name, verdict=verdict, statement=said, numbers=numbers, limits=_unread(counted, len(sent)),
        steps=() if needles else (ENTER(),), charts=_charts(name, counted, sent), attachments=(who(sent),) if sent else (),
    )  # fmt: skip


def _charts(name: str, counted: Tally, sent: list[Sent]) -> tuple[Chart, ...]:
    """Return how much could be read, and the way of each identifier to hosts, owners and countries."""
    rows = [
        Flow(start=each.label, endpoint=host, requests=requests, owner=each.owner.name, seat=each.owner.seat)
        for each in sent
        for host, requests in each.hosts.items()
    ]
    read = (coverage(name, counted),) if counted.out else ()
    return (flow(name, rows), *read) if rows else read


def _said(counted: Tally, sent: list[Sent], sought: int) -> tuple[Verdict, Message]:
    if not counted.search.needles.all:
        return Verdict.NOT_TESTED, NOTHING_ENTERED()
    if not counted.out:
        return Verdict.NOT_TESTED, NOTHING_SENT()
    if not counted.readable:
        return Verdict.NOT_TESTED, UNREADABLE(n=counted.out)
    read = {"readable": counted.readable, "out": counted.out, "share": counted.readable / counted.out}
    if not sent:
        return Verdict.CONSISTENT, NONE(n=sought, **read)
    found, recipients = len({each.label for each in sent}), len({each.recipient for each in sent})
    return Verdict.DEPARTS, SOME(found=found, entered=sought, recipients=recipients, **read)


def _unread(counted: Tally, pairs: int) -> tuple[Message, ...]:
    """Return what could not be read or was left out."""
    limits = [UNREAD[each](n=size) for each, size in sorted(counted.unreadable.items()) if size]
    limits += [CUT(n=counted.cut, codes=", ".join(sorted(counted.met)))] if counted.cut else []
    limits += [AT_HOME(n=counted.own)] if counted.own else []
    limits += [SHORT(labels=", ".join(counted.search.needles.short))] if counted.search.needles.short else []
    limits += [FIRST_ONLY(shown=MOST, all=pairs)] if pairs > MOST else []
    return (*limits, UNSEEN(depth=DEPTH.most))


def _found(name: str, sent: Sent, counted: Tally) -> Finding:
    exactness = {each.exactness for each in sent.ways.values()}
    needles = [each for each in counted.search.needles.all if each.identifier.label == sent.label]
    searched = counted.search.read + counted.search.decoded
    limits = [MAY_BE_ASKED(), *((GUESSABLE(),) if "hashed, guessable" in exactness else ()), *((COARSE(),) if exactness == {"coarse"} else ())]
    limits += [SEAT(), CHANCE(expected=in_random_text(needles, searched))]
    return Finding(
        subject=f"{name}: {sent.label}, {sent.recipient}", verdict=Verdict.DEPARTS,
        statement=SENT(label=sent.label, recipient=recipient(sent), n=sent.requests, manner=manner(sent)),
        estimate=Estimate(value=float(sent.requests), unit=REQUESTS(), no_interval=COUNTED()),
        numbers=_numbers(sent, needles, searched), limits=tuple(limits), steps=(ADVICE[sent.kind].step, OPT_OUT.step), attachments=(where(sent),),
    )  # fmt: skip


def _numbers(sent: Sent, needles: list[Needle], searched: int) -> dict[str, float | None]:
    ways = sent.ways.values()
    return {
        "requests": sent.requests, "hosts": len(sent.hosts), "ways": len(sent.ways),
        **{f"ways, {each}": sum(way.exactness == each for way in ways) for each in ("exact", "coarse", "hashed, guessable")},
        "by chance in random bytes": in_random_bytes(needles, searched), "by chance in random text": in_random_text(needles, searched),
    }  # fmt: skip
