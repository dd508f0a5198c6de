"""Invented exports for the promises of the check: of an account that was just opened, and of one that was lived with."""

from __future__ import annotations

from typing import Any

import numpy as np

from counterwatch.exposure.archive import Archive, Event, Reveals

DAY, HOUR = 86_400_000, 3_600_000
START = 1_704_067_200_000
SECTIONS = ("profile", "login history", "watch history", "contacts", "messages", "orders", "places")


def new_account(rng: np.random.Generator) -> Archive:
    """Return the export of an account that is hours old: every section is there and understood, and all are empty."""
    sections = {each: True for each in SECTIONS if rng.random() < 0.9} | {"settings": True}
    return Archive(name="simulated", platform="a platform", own=(("account", "own"),), events=(), sections=sections, lines=int(rng.integers(0, 40)))


def lived_with(rng: np.random.Generator) -> Archive:
    """Return the export of an account of a year: nights at one place, work at another, sign-ins, others, orders, in one time zone."""
    home = (float(rng.uniform(-55, 65)), float(rng.uniform(-170, 170)))
    days = int(rng.integers(30, 90))
    work, offset = (home[0] + 0.05, home[1] + 0.04), round(home[1] * 4)
    events: list[Event] = []

    def add(reveals: Reveals, locator: str, **more: Any) -> None:
        events.append(Event(reveals=reveals, locator=locator, row=len(events) + 1, **more))

    for day in range(days):
        midnight = START + day * DAY - offset * 60_000
        add("place", "places", time=midnight + 22 * HOUR, until=midnight + 30 * HOUR, place=home)
        if day % 7 < 5:
            add("place", "places", time=midnight + 9 * HOUR, until=midnight + 17 * HOUR, place=work)
        for hour in rng.normal(19, 2.5, int(rng.integers(4, 15))) % 24:
            add("view", "watch history", time=midnight + int(hour * HOUR), what="watched")
        network = "203.0.113.7" if rng.random() < 0.95 else f"198.51.100.{int(rng.integers(1, 250))}"
        add("login", "login history", time=midnight + 8 * HOUR, network=network, device="phone")
    for each in range(int(rng.integers(5, 40))):
        add("contact", "contacts", what="address book", third=f"{each:08x}")
    for each in range(int(rng.integers(1, 6))):
        add("order", "orders", time=START + each * 5 * DAY, what="with address")
    events += [Event(reveals="account", locator="profile", what=each) for each in ("email", "phone", "birthdate")]
    sections = dict.fromkeys(SECTIONS, True) | {"something new": False}
    return Archive(name="simulated, lived with", platform="a platform", own=(("account", "own"),), events=tuple(events), sections=sections)
