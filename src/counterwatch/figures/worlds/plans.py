"""Figures that count what is planned: appointments, beds, theatre slots and timetables."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.worlds.offices import WEEK, registered
from counterwatch.figures.worlds.world import Floats, Generator, source

QUARTER = 91
WORKDAYS = np.array([1, 1, 1, 1, 1, 0.5, 0.0])


@source
def vacc_slots(rng: Generator, units: int, days: int) -> Floats:
    """Each team has fixed appointments a day, nearly all are taken, and few people do not come."""
    teams = rng.integers(3, 40, (units, 1))
    open_ = np.floor(teams * WORKDAYS[np.arange(days) % WEEK])
    slots = (open_ * rng.choice([20, 24, 30, 36], (units, 1))).astype(np.int64)
    return np.asarray(slots - rng.binomial(slots, rng.uniform(0.002, 0.01, (units, 1))), dtype=np.float64)


@source
def beds(rng: Generator, units: int, days: int) -> Floats:
    """Planned operations: as many as there are free beds, and there are always people waiting."""
    capacity = rng.integers(40, 400, (units, 1))
    occupied = rng.binomial(capacity, 0.015, (units, days))
    open_ = np.where(np.arange(days) % WEEK < 5, 1.0, 0.7)
    return np.asarray(np.floor((capacity - occupied) * open_))


@source
def sched_births(rng: Generator, units: int, days: int) -> Floats:
    """Births: some come when they come, and theatres are booked for the others."""
    total = np.exp(rng.uniform(np.log(60), np.log(1500), (units, 1)))
    booked = np.round(total * rng.uniform(0.4, 0.75, (units, 1)) * np.array([1.1, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7])[np.arange(days) % WEEK])
    season = 1 + 0.04 * np.sin(2 * np.pi * (np.arange(days) / 365 + rng.random((units, 1))))
    slots = np.asarray(booked, dtype=np.int64)
    return np.asarray(rng.poisson((total - booked.mean(axis=1, keepdims=True)) * season) + rng.binomial(slots, 0.99), dtype=np.float64)


@source
def timetable(rng: Generator, units: int, days: int) -> Floats:
    """Departures: a weekly timetable that changes each quarter, with rare cancellations."""
    plans = rng.integers(60, 500, (units, days // QUARTER + 1, WEEK))
    planned = plans[:, np.arange(days) // QUARTER, np.arange(days) % WEEK]
    return np.asarray(planned - rng.binomial(planned, rng.uniform(0.0003, 0.002, (units, 1))), dtype=np.float64)


@source
def quota(rng: Generator, units: int, days: int) -> Floats:
    """A programme may accept a fixed number each weekday; what comes beyond it waits, and the number changes twice a year."""
    wanted = registered(rng, units, days)
    allowed = np.round(np.median(wanted, axis=1, keepdims=True) * rng.uniform(0.8, 1.2, (units, days // (2 * QUARTER) + 1)))
    return np.minimum(wanted, allowed[:, np.arange(days) // (2 * QUARTER)])


@source
def occupancy(rng: Generator, units: int, days: int) -> Floats:
    """A stock read as a flow: people in hospital, who come and leave."""
    arriving = registered(rng, units, days, level=(10, 200))
    present, beds_ = np.zeros_like(arriving), np.round(arriving[:, :28].mean(axis=1) * 9)
    for day in range(days):
        leaving = rng.binomial(beds_.astype(np.int64), 0.11)
        beds_ = beds_ + arriving[:, day] - leaving
        present[:, day] = beds_
    return present
