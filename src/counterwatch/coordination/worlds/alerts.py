"""Alerts on the phone: subscribers of a publisher hear of it at the same moment, and each has a reaction speed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from counterwatch.coordination.worlds.acts import Acts, Bools, Floats, Ints, joined, spread
from counterwatch.coordination.worlds.reading import read
from counterwatch.coordination.worlds.town import Town, town
from counterwatch.coordination.worlds.world import Generator, Scene, Size, organic


@organic
def push(rng: Generator, size: Size) -> Scene:
    """One account in five has alerts of a large publisher, and answers at a speed of its own, from ten seconds to some minutes."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place))).once(), size=size)


@organic
def push_niche(rng: Generator, size: Size) -> Scene:
    """Small publishers have five to fifteen devoted subscribers each, always fast, and hardly anybody else."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, niches(rng, place), Habit(share=0.5, low=8, high=40))).once(), size=size)


@organic
def push_by_publisher(rng: Generator, size: Size) -> Scene:
    """How fast a subscriber answers depends on who calls: at once to one publisher, after lunch to another."""
    place = town(rng, size)
    heard = alerted(rng, place, audience(rng, place, each=0.35), Habit(share=0.15, own=1.5))
    return Scene(acts=joined(read(rng, place), heard).once(), size=size)


@organic
def push_everything(rng: Generator, size: Size) -> Scene:
    """Publishers alert with everything they publish, and subscribers answer to one in six."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place), Habit(share=1, answer=0.16))).once(), size=size)


@organic
def push_steady(rng: Generator, size: Size) -> Scene:
    """Subscribers whose reaction time hardly varies: the phone lies beside the keyboard."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place, each=0.1), Habit(steady=0.08))).once(), size=size)


@organic
def small200_push(rng: Generator, size: Size) -> Scene:
    """Two hundred accounts, a third of which have alerts."""
    few = replace(size, accounts=200, communities=2)
    place = town(rng, few)
    return Scene(acts=joined(read(rng, place), alerted(rng, place, audience(rng, place, each=0.35))).once(), size=few)


@organic
def push_ranked(rng: Generator, size: Size) -> Scene:
    """Alerts beside ranked feeds: whoever has no alert sees the same things in another order."""
    place = town(rng, size)
    return Scene(acts=joined(read(rng, place, ranked=1.0), alerted(rng, place, audience(rng, place))).once(), size=size)


def audience(rng: Generator, place: Town, each: float = 0.2, publishers: int = 12) -> Bools:
    """Return who has alerts of which publisher: of the largest ones that they follow, this share."""
    counts = np.bincount(place.press.publisher, minlength=len(place.press.community))
    large = np.zeros(len(counts), bool)
    large[np.argsort(-counts)[:publishers]] = True
    return place.follows & large & (rng.random(place.follows.shape) < each)


def niches(rng: Generator, place: Town, some: float = 0.6) -> Bools:
    """Return small audiences: five to fifteen accounts of its community for each of these publishers."""
    found = np.zeros_like(place.follows)
    for publisher in np.flatnonzero(rng.random(len(place.press.community)) < some):
        members = np.flatnonzero(place.follows[:, publisher])
        found[rng.choice(members, min(int(rng.integers(5, 16)), len(members)), replace=False), publisher] = True
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How alerts go out and are answered: share of objects with an alert, share answered, and how fast.

    Every account has a median reaction between `low` and `high` seconds, times a factor of its own for every publisher (log-sd `own`),
    which varies from one alert to the next by `steady` (log-sd).
    """

    share: float = 0.25
    answer: float = 0.4
    low: float = 10
    high: float = 240
    steady: float = 0.35
    own: float = 0.3


USUAL = Habit()


def alerted(rng: Generator, place: Town, subscribed: Bools, habit: Habit = USUAL, *, sent: Floats | None = None) -> Acts:
    """Let subscribers (accounts x publishers) answer to alerts, `sent` when an object is published if not given otherwise; sleepers do not."""
    object, account = called(place, subscribed, rng.random(len(place.press)) < habit.share)
    object, account = object[kept := rng.random(len(object)) < habit.answer], account[kept]
    accounts, publishers = subscribed.shape
    own = rng.lognormal(0, habit.own, (accounts, publishers))
    median = np.exp(rng.uniform(np.log(habit.low), np.log(habit.high), accounts))[:, None] * own
    moment = (place.press.published if sent is None else sent)[object]
    time = moment + median[account, place.press.publisher[object]] * rng.lognormal(0, habit.steady, len(object))
    return Acts(account=account, object=object, time=time).take(place.people.awake(rng, account, time))


def called(place: Town, subscribed: Bools, chosen: Bools) -> tuple[Ints, Ints]:
    """Return object and account of every alert that goes out."""
    publisher, subscriber = np.nonzero(subscribed.T)
    counts = np.bincount(publisher, minlength=subscribed.shape[1])
    begin = np.cumsum(counts) - counts
    object = np.flatnonzero(chosen)
    row, which = spread(counts[place.press.publisher[object]])
    object = object[row]
    return object, subscriber[begin[place.press.publisher[object]] + which]
