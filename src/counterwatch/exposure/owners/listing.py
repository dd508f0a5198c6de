"""The tables of a finding about receivers, as CSV: one row per endpoint, one per country of a seat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counterwatch.exposure.owners.tally import Country, Receiver, share_readable
from counterwatch.files.csv_text import csv_text

ENDPOINTS = "who-receives.csv"
COUNTRIES = "seats-by-country.csv"
ENDPOINT_COLUMNS = (
    "endpoint", "owner", "seat", "category", "basis", "rule", "list", "date", "source", "note", "requests", "bytes_out", "readable_share"
)  # fmt: skip
COUNTRY_COLUMNS = ("seat", "organisations", "endpoints", "requests", "bytes_out", "readable_share")


def endpoint_table(found: Iterable[Receiver]) -> str:
    """Return the endpoints with their owners; an empty owner or seat is one that no list names."""
    return csv_text(ENDPOINT_COLUMNS, (_endpoint(each) for each in found))


def country_table(countries: Iterable[Country]) -> str:
    """Return the countries of the seats; the row without a country is what is not known."""
    return csv_text(COUNTRY_COLUMNS, (_country(each) for each in countries))


def _endpoint(each: Receiver) -> Sequence[object]:
    owner = each.owner
    who = (each.host, owner.name, owner.seat, owner.category, owner.basis, owner.rule, owner.list, owner.date, owner.source, owner.note)
    return (*who, each.requests, each.readable + each.unreadable, _share(each))


def _country(each: Country) -> Sequence[object]:
    return (each.seat, each.organisations, each.endpoints, each.requests, each.readable + each.unreadable, _share(each))


def _share(each: Receiver | Country) -> str:
    share = share_readable([each])
    return "" if share is None else f"{share:.4f}"
