"""How good the packaged table is: hosts of public documentation that are not rows of it, and hosts that must stay unknown."""

import csv
import pathlib
from collections.abc import Callable

import pytest

from counterwatch.exposure.owner import UNKNOWN
from counterwatch.exposure.owners.lookup import owners
from counterwatch.exposure.owners.table import packaged
from counterwatch.exposure.table import Endpoint

HERE = pathlib.Path(__file__).parent
HOSTS = list(csv.DictReader((HERE / "hosts.csv").read_text(encoding="utf-8").splitlines()))
MUST_STAY_UNKNOWN = (HERE / "unknown_hosts.txt").read_text(encoding="utf-8").split()
BLIND = list(csv.DictReader((HERE / "written_blind.csv").read_text(encoding="utf-8").splitlines()))
LEAST = 0.95
OWNER_OF = owners()


def test_there_are_enough_hosts_and_each_says_where_it_is_documented() -> None:
    assert len(HOSTS) >= 300
    assert len({row["host"] for row in HOSTS}) == len(HOSTS)
    assert [row["host"] for row in HOSTS if not (row["owner"] and row["seat"] and row["documented"])] == []
    assert len({row["owner"] for row in HOSTS}) >= 60
    assert {row["seat"] for row in HOSTS} >= {"CN", "RU", "IR", "TR", "US", "KZ", "UZ", "BY"}


def test_no_host_is_a_row_of_the_table() -> None:
    assert [row["host"] for row in HOSTS if row["host"] in packaged()] == []


def test_owner_and_country_are_right_for_nearly_all(record_property: Callable[[str, object], None]) -> None:
    found = {row["host"]: OWNER_OF(Endpoint(host=row["host"])) for row in HOSTS}
    wrong = [row["host"] for row in HOSTS if (found[row["host"]].name, found[row["host"]].seat) != (row["owner"], row["seat"])]
    record_property("hosts with the right owner and country", f"{len(HOSTS) - len(wrong)} of {len(HOSTS)}")
    assert 1 - len(wrong) / len(HOSTS) >= LEAST, wrong


def test_of_hosts_written_down_without_looking_at_the_table_none_has_a_wrong_country(record_property: Callable[[str, object], None]) -> None:
    found = {row["host"]: OWNER_OF(Endpoint(host=row["host"])) for row in BLIND}
    assert len(found) == len(BLIND) >= 219
    right = [row["host"] for row in BLIND if found[row["host"]].seat == row["seat"]]
    wrong = [row["host"] for row in BLIND if row["host"] not in right and found[row["host"]].seat]
    record_property("hosts of lists written blind, after rows were added for them", f"{len(right)} of {len(BLIND)}")
    assert wrong == []
    assert len(right) / len(BLIND) >= LEAST


def test_what_is_not_known_is_not_guessed() -> None:
    assert len(MUST_STAY_UNKNOWN) >= 50
    assert [host for host in MUST_STAY_UNKNOWN if OWNER_OF(Endpoint(host=host)) is not UNKNOWN] == []


@pytest.mark.parametrize("row", HOSTS[::7], ids=lambda row: row["host"])
def test_a_look_alike_of_a_documented_host_is_not_given_its_owner(row: dict[str, str]) -> None:
    rule = OWNER_OF(Endpoint(host=row["host"])).rule
    for other in (f"evil-{rule}", f"{rule}.evil.example", f"{rule.replace('.', '-')}.example"):
        assert OWNER_OF(Endpoint(host=other)).rule != rule
