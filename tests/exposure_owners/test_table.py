"""The packaged table of owners, row by row: each says what it rests on, and none gives a registry to an organisation."""

import collections
import datetime
import re

import pytest
from publicsuffixlist import PublicSuffixList

from counterwatch.core.country import country_codes
from counterwatch.exposure.owners.registries import is_of_a_registry
from counterwatch.exposure.owners.suffixes import suffix_of
from counterwatch.exposure.owners.table import CATEGORIES, COLUMNS, ENTERED, LISTS, newest, packaged, rows

FILES = (ENTERED, LISTS)
TABLE = {name: [dict(zip(COLUMNS, row, strict=True)) for row in rows(name)] for name in FILES}
EVERY = [row for name in FILES for row in TABLE[name]]


@pytest.fixture(scope="module")
def icann() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


@pytest.mark.parametrize("column", ["suffix", "owner", "source", "date"])
def test_every_row_is_complete(column: str) -> None:
    assert [row["suffix"] for row in EVERY if not row[column].strip()] == []


def test_every_date_is_one_and_none_is_in_the_future_of_the_table() -> None:
    dates = [datetime.date.fromisoformat(row["date"]) for row in EVERY]
    assert max(dates).isoformat() == newest()
    assert min(dates) >= datetime.date(2020, 1, 1)


def test_every_seat_is_a_country_or_unknown() -> None:
    assert {row["seat"] for row in EVERY} - country_codes() == {""}


def test_every_category_is_known() -> None:
    assert {row["category"] for row in EVERY} <= CATEGORIES


@pytest.mark.parametrize("name", FILES)
def test_no_suffix_stands_twice_in_a_file(name: str) -> None:
    counts = collections.Counter(row["suffix"] for row in TABLE[name])
    assert [suffix for suffix, count in counts.items() if count > 1] == []


def test_a_row_that_was_entered_never_only_repeats_a_list() -> None:
    listed = {row["suffix"]: row for row in TABLE[LISTS]}
    assert [row["suffix"] for row in TABLE[ENTERED] if row["suffix"] in listed] == []


@pytest.mark.parametrize("name", FILES)
def test_rows_stand_in_order_so_that_a_change_is_one_line(name: str) -> None:
    suffixes = [row["suffix"] for row in TABLE[name]]
    assert suffixes == sorted(suffixes)


def test_every_suffix_is_written_as_hosts_are() -> None:
    assert [row["suffix"] for row in EVERY if suffix_of(row["suffix"]) != row["suffix"]] == []


def test_no_suffix_is_a_public_suffix(icann: PublicSuffixList) -> None:
    assert [row["suffix"] for row in EVERY if icann.is_public(row["suffix"])] == []


def test_a_company_has_one_seat() -> None:
    seats: dict[str, set[str]] = {}
    for row in EVERY:
        seats.setdefault(row["owner"], set()).add(row["seat"])
    assert {owner: seat for owner, seat in seats.items() if len(seat) > 1} == {}


def test_no_source_forbids_that_it_is_shipped() -> None:
    forbidden = re.compile(r"ghostery|duckduckgo|disconnect|trackerdb|whotracks|exodus", re.IGNORECASE)
    assert [row["suffix"] for row in EVERY if forbidden.search(row["source"])] == []


def test_at_least_400_rows_were_entered_beyond_the_lists_and_most_have_a_seat() -> None:
    assert len(TABLE[ENTERED]) >= 400
    assert sum(bool(row["seat"]) for row in TABLE[ENTERED]) >= 0.98 * len(TABLE[ENTERED])
    assert len(packaged()) == len(EVERY)


GENERAL = {"com", "net", "org", "edu", "gov", "ac", "co", "mil"}


def test_what_a_registry_keeps_is_never_taken_for_an_organisation_s(icann: PublicSuffixList) -> None:
    countries = [code.lower() for code in country_codes()] + ["uk"]
    kept = [f"{kind}.{country}" for country in countries for kind in sorted(GENERAL) if icann.is_public(f"{kind}.{country}")]
    assert len(kept) > 700
    assert [name for name in kept if not is_of_a_registry(name)] == []


@pytest.mark.parametrize(
    "name", ["com", "cn", "com.cn", "xj.cn", "co.uk", "gov.ir", "com.tr", "k12.tr", "or.jp", "idv.tw", "org.hk", "com.kz", "uk.com", "xn--p1ai"]
)
def test_a_registry_is_recognised(name: str) -> None:
    assert is_of_a_registry(name)


@pytest.mark.parametrize("name", ["qq.com", "t.co", "12306.cn", "bbc.co.uk", "go.com", "me.com", "mail.ru", "com.example.org", "ya.ru"])
def test_an_organisation_is_not_taken_for_a_registry(name: str) -> None:
    assert not is_of_a_registry(name)
