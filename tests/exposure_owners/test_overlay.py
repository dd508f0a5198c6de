"""Lists of owners that the user brings: they add and override, say what they leave out, and never give a registry away."""

import gzip

import pytest

from counterwatch.core import UnreadableEvidence
from counterwatch.exposure.owner import Owner
from counterwatch.exposure.owners import overlay as overlays
from counterwatch.exposure.owners.lookup import Listed, Lookup, owners
from counterwatch.exposure.owners.overlay import overlay
from counterwatch.exposure.table import Endpoint


def asked(text: str, host: str, name: str = "mine.csv") -> Owner:
    return owners([(name, text.encode())])(Endpoint(host=host))


def test_a_list_adds_what_the_packaged_table_does_not_know() -> None:
    owner = asked("domain,owner,country,date\nexample.org,Example Society,CH,2026-05-01\n", "www.example.org")
    assert (owner.name, owner.seat, owner.basis, owner.list, owner.date) == ("Example Society", "CH", "overlay", "mine.csv", "2026-05-01")


def test_a_list_overrides_the_packaged_table_and_the_rest_stays() -> None:
    text = "suffix,owner,seat\nqq.com,Somebody else,SG\n"
    assert (asked(text, "im.qq.com").name, asked(text, "www.weibo.com").seat) == ("Somebody else", "CN")


def test_the_later_of_two_lists_decides() -> None:
    first, second = (f"domain,owner\nexample.org,{name}\n".encode() for name in ("First", "Second"))
    assert owners([("a", first), ("b", second)])(Endpoint(host="example.org")).list == "b"


def test_the_lists_are_named_with_their_dates() -> None:
    found = owners([("mine.csv", b"domain,owner,date\na.example,A,2026-01-02\nb.example,B,2025-03-04\n")])
    assert isinstance(found, Lookup)
    assert found.lists[1] == Listed(name="mine.csv", date="2026-01-02", rows=2)
    assert found.lists[0].name == "counterwatch"


@pytest.mark.parametrize("cell", ["*.example.org", "EXAMPLE.org", "example.org."])
def test_a_domain_may_be_written_in_several_ways(cell: str) -> None:
    assert asked(f"domain,owner\n{cell},Example\n", "a.example.org").name == "Example"


def test_a_domain_in_another_script_is_found_as_traffic_writes_it() -> None:
    assert asked("domain,owner,country\nпример.рф,Example,ru\n", "www.xn--e1afmkfd.xn--p1ai").seat == "RU"


def test_a_packed_list_is_read_and_its_order_of_columns_does_not_matter() -> None:
    data = gzip.compress("﻿Country,Company,Host\nTR,Örnek,example.org\n".encode())
    assert overlay("packed", data).owners["example.org"].name == "Örnek"


ROWS = {
    "com.cn,Anybody,CN": "registry",
    "com,Anybody,US": "registry",
    ",Nobody,CN": "no domain",
    "example.org,,CN": "no owner",
    "example.org,Example,UK": "no country",
    "203.0.113.7,Example,CH": "not a domain",
    "exa mple.org,Example,CH": "not a domain",
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_says_nothing_usable_is_left_out_and_told(row: str) -> None:
    read = overlay("mine.csv", f"domain,owner,country\n{row}\nfine.example,Fine,CH\n".encode())
    assert list(read.owners) == ["fine.example"]
    assert [(each.place, each.records) for each in read.problems] == [("row 2", 1)]


def test_a_contradiction_in_one_list_is_told() -> None:
    read = overlay("mine.csv", b"domain,owner\nexample.org,A\nexample.org,B\nexample.org,A\n")
    assert (read.owners["example.org"].name, len(read.problems)) == ("A", 1)


def test_many_problems_are_counted() -> None:
    read = overlay("mine.csv", b"domain,owner\n" + b"com,A\n" * 100)
    assert (len(read.problems), sum(each.records for each in read.problems)) == (21, 100)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"name,country\na,CN\n", b"\x1f\x8bnot gzip", gzip.compress(b"domain,owner\n")[:-4], b"owner\nA\n"]
)
def test_what_is_no_list_is_refused_with_a_name(data: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match=r"mine\.csv"):
        owners([("mine.csv", data)])


def test_a_list_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlays, "LARGEST", 1000)
    with pytest.raises(UnreadableEvidence, match="owners-size"):
        overlay("bomb.csv", gzip.compress(b"domain,owner\n" + b"x" * 100_000))


def test_a_list_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlays, "MOST_ROWS", 3)
    with pytest.raises(UnreadableEvidence, match="owners-rows"):
        overlay("long.csv", b"domain,owner\n" + b"".join(b"a%d.example,A\n" % number for number in range(9)))
