"""One finding for each kind of thing that an export reveals: how many, from when to when, and what to do first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.core import Chart, Finding, Message, Template, Verdict
from counterwatch.exposure.archive import Archive, Event, Reveals
from counterwatch.exposure.reveals import advice
from counterwatch.exposure.reveals.persons import persons
from counterwatch.exposure.reveals.places import places
from counterwatch.exposure.reveals.rhythm import rhythm
from counterwatch.exposure.reveals.signing_in import signing_in
from counterwatch.exposure.reveals.words import CLOCK, IDENTIFIERS, SHARED, joined, limits, span
from counterwatch.exposure.reveals.written import table

NIGHTS = Template(
    "exposure.reveals.nights",
    "it shows {n} place where you spent nights (at the first: {nights}), and days between nine and five at another (at most: {days}); "
    "rows with coordinates: {rows} ({span})",
    "it shows {n} places where you spent nights (at the first: {nights}), and days between nine and five at another (at most: {days}); "
    "rows with coordinates: {rows} ({span})",
)
SPOTS = Template(
    "exposure.reveals.spots",
    "it holds {n} row that says where you were ({span}), too few to show where you spend nights",
    "it holds {n} rows that say where you were ({span}), too few to show where you spend nights",
)
SIGNED_IN = Template(
    "exposure.reveals.signed_in",
    "it lists {n} sign-in ({span}); network addresses: {networks}, of them seen once: {rare}; devices: {devices}; countries named: {countries}",
    "it lists {n} sign-ins ({span}); network addresses: {networks}, of them seen once: {rare}; devices: {devices}; countries named: {countries}",
)
SESSIONS = Template(
    "exposure.reveals.sessions",
    "{said}; {n} session is open, not used for {days} days or more: {stale}",
    "{said}; {n} sessions are open, not used for {days} days or more: {stale}",
)
OTHERS = Template(
    "exposure.reveals.others",
    "it tells of {n} other person ({span}); in lists of contacts: {listed}, in messages: {writing}, telephone numbers in texts: {numbers}",
    "it tells of {n} other persons ({span}); in lists of contacts: {listed}, in messages: {writing}, telephone numbers in texts: {numbers}",
)
ORDERED = Template(
    "exposure.reveals.ordered",
    "it lists {n} order or address ({span}); orders with the address they went to: {addressed}, sellers or couriers: {parties}, "
    "payments or cards: {paid}",
    "it lists {n} orders or addresses ({span}); orders with the address they went to: {addressed}, sellers or couriers: {parties}, "
    "payments or cards: {paid}",
)
NAMED = Template("exposure.reveals.named", "it names you by {n} kind of identifier: {kinds}", "it names you by {n} kinds of identifier: {kinds}")
FACES = Template(
    "exposure.reveals.faces",
    "it holds {n} row made of your face or voice ({span}), which cannot be changed like a password",
    "it holds {n} rows made of your face or voice ({span}), which cannot be changed like a password",
)
PROFILED = Template(
    "exposure.reveals.profiled",
    "it lists {n} row of what advertisers were told or guess about you ({span}), from outside the platform: {outside}",
    "it lists {n} rows of what advertisers were told or guess about you ({span}), from outside the platform: {outside}",
)
OPEN_SETTINGS = Template(
    "exposure.reveals.open_settings",
    "{n} setting gives more away than its other choice: {names}",
    "{n} settings give more away than their other choice: {names}",
)
ACTIVE = Template(
    "exposure.reveals.active",
    "it lists {n} thing that you looked at, searched for or wrote ({span}); days with one: {days}",
    "it lists {n} things that you looked at, searched for or wrote ({span}); days with one: {days}",
)
ZONE = Template("exposure.reveals.zone", "{said}; the quietest hours are those of a night {hours} hours from UTC, to within about two")
GAP = Template("exposure.reveals.gap", "{said}; the longest gap between two of them has {days} days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said about a kind: the sentence, its numbers, the advice, further limits and a chart."""

    said: Message
    numbers: dict[str, float | None]
    advice: tuple[advice.PlatformAdvice, ...]
    limits: tuple[Message, ...] = ()
    charts: tuple[Chart, ...] = ()


def of_kind(events: Sequence[Event], *reveals: Reveals) -> list[Event]:
    """Return the rows that reveal something of some kinds."""
    return [each for each in events if each.reveals in reveals]


def finding(archive: Archive, called: str, told: Told, rows: Sequence[Event]) -> Finding:
    """Return what is revealed as a finding: it departs from an export that reveals nothing of the kind."""
    return Finding(
        subject=f"{archive.platform}: {called}", verdict=Verdict.DEPARTS, statement=told.said, numbers=told.numbers,
        limits=limits(archive, *told.limits), steps=tuple(advice.step(each, archive.platform) for each in told.advice),
        attachments=(table(called, rows),), charts=told.charts,
    )  # fmt: skip


def where(rows: Sequence[Event]) -> Told:
    """Say where somebody was, with cells of a tenth of a degree and no finer."""
    from counterwatch.exposure.charts.blurred_map import blurred_map

    found = places(rows)
    nightly = [each for each in found if each.nights > 0]
    most = nightly[0] if nightly else None
    days = max((each.days for each in found if each is not most), default=0)
    known = sum(each.place is not None for each in rows)
    numbers: dict[str, float | None] = {
        "rows": len(rows), "with coordinates": known, "places with nights": len(nightly), "nights at the first": most.nights if most else 0,
        "days at another": days,
    }  # fmt: skip
    said = SPOTS(n=len(rows), span=span(rows))
    if most:
        said = NIGHTS(n=len(nightly), nights=most.nights, days=days, rows=known, span=span(rows))
    charts = (blurred_map([each.place for each in rows if each.place is not None]),) if known else ()
    return Told(said=said, numbers=numbers, advice=(advice.PLACES,), limits=(CLOCK(),), charts=charts)


def signed_in(archive: Archive, rows: Sequence[Event], stale_days: int) -> Told:
    """Say from where somebody signed in."""
    found = signing_in(archive.events, stale_days=stale_days)
    said = SIGNED_IN(
        n=found.rows, networks=len(found.networks), rare=len(found.rare), devices=len(found.devices), span=span(rows), countries=len(found.countries)
    )
    if found.sessions:
        said = SESSIONS(said=said, n=found.sessions, stale=found.stale, days=stale_days)
    numbers: dict[str, float | None] = {
        "sign-ins": found.rows, "network addresses": len(found.networks), "seen once": len(found.rare), "devices": len(found.devices),
        "countries": len(found.countries), "open sessions": found.sessions, "stale sessions": found.stale,
    }  # fmt: skip
    return Told(said=said, numbers=numbers, advice=(advice.SIGN_OUT,), limits=(SHARED(),))


def others(archive: Archive, rows: Sequence[Event]) -> Told:
    """Say how many other persons can be told apart."""
    found = persons(archive.events)
    said = OTHERS(n=found.all, listed=found.listed, writing=found.writing, numbers=found.numbers, span=span(rows))
    numbers: dict[str, float | None] = {
        "other persons": found.all, "in lists": found.listed, "in messages": found.writing, "numbers in texts": found.numbers
    }  # fmt: skip
    steps = (*((advice.CONTACTS,) if found.listed else ()), *((advice.CHATS,) if found.writing or found.numbers else ()))
    return Told(said=said, numbers=numbers, advice=steps or (advice.CONTACTS,))


def ordered(rows: Sequence[Event]) -> Told:
    """Say what was ordered, and to whom an address was told."""
    addressed = sum(each.what == "with address" for each in rows)
    parties = len({each.third for each in rows if each.third})
    paid = len(of_kind(rows, "payment"))
    count = len(of_kind(rows, "order")) or len(of_kind(rows, "address", "payment"))
    said = ORDERED(n=count, addressed=addressed, parties=parties, paid=paid, span=span(rows))
    return Told(said=said, numbers={"orders": count, "with address": addressed, "parties": parties, "payments": paid}, advice=(advice.ORDERS,))


def named(rows: Sequence[Event]) -> Told:
    """Say by what an export names its owner."""
    kinds = [each for each in IDENTIFIERS if any(row.what == each for row in rows)]
    said = NAMED(n=len(kinds), kinds=joined([IDENTIFIERS[each]() for each in kinds]))
    return Told(said=said, numbers={"kinds": len(kinds)}, advice=(advice.IDENTIFIERS,))


def profiled(rows: Sequence[Event]) -> Told:
    """Say what advertisers were told."""
    outside = sum(each.what == "activity outside the platform" for each in rows)
    return Told(
        said=PROFILED(n=len(rows), outside=outside, span=span(rows)), numbers={"rows": len(rows), "from outside": outside}, advice=(advice.ADS,)
    )


def open_settings(rows: Sequence[Event]) -> Told:
    """Say which settings give more away."""
    names = sorted({each.what for each in rows})
    return Told(said=OPEN_SETTINGS(n=len(names), names=", ".join(names)), numbers={"settings": len(names)}, advice=(advice.SETTINGS,))


def faces(rows: Sequence[Event]) -> Told:
    """Say what is made of a face or a voice."""
    return Told(said=FACES(n=len(rows), span=span(rows)), numbers={"rows": len(rows)}, advice=(advice.FACE,))


def active(archive: Archive, rows: Sequence[Event]) -> Told:
    """Say when somebody was active, and which clock that points to."""
    from counterwatch.exposure.charts.archive_calendar import archive_calendar

    found = rhythm(rows)
    said = ACTIVE(n=len(rows), days=found.days, span=span(rows))
    if found.clock is not None:
        said = ZONE(said=said, hours=f"{found.clock:+d}")
    if found.gaps:
        said = GAP(said=said, days=found.gaps[0])
    numbers: dict[str, float | None] = {
        "rows": len(rows), "days": found.days, "hours from UTC": found.clock, "longest gap in days": found.gaps[0] if found.gaps else 0
    }  # fmt: skip
    chart = archive_calendar(archive.events)
    return Told(said=said, numbers=numbers, advice=(advice.HISTORY,), charts=(chart,) if chart else ())
