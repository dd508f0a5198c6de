"""Below a name that is kept for public bodies the country is known though no row is; anywhere else it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from counterwatch.core.country import country_codes
from counterwatch.exposure.owner import UNKNOWN
from counterwatch.exposure.owners.lookup import owners
from counterwatch.exposure.owners.public_bodies import OTHERS, SUFFIXES, public_body
from counterwatch.exposure.table import Endpoint

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,12}", fullmatch=True)
EVERY = sorted({*SUFFIXES.split(), *OTHERS})
OWNER_OF = owners()


@given(st.sampled_from(EVERY), LABEL)
def test_whoever_answers_below_such_a_name_has_a_seat_in_its_country(suffix: str, label: str) -> None:
    found = public_body(f"{label}.{suffix}")
    assert found is not None
    assert found.seat in country_codes()
    assert found.seat == {"uk": "GB", "gov": "US", "mil": "US"}.get(suffix.rpartition(".")[2], suffix.rpartition(".")[2].upper())
    assert found.rule == suffix


@given(st.sampled_from(EVERY), LABEL)
def test_a_look_alike_of_such_a_name_is_unknown(suffix: str, label: str) -> None:
    for host in (suffix, f"{label}-{suffix}.example", f"{suffix}.{label}.example", f"www.{label}{suffix}"):
        assert public_body(host) is None or host.endswith(tuple(f".{each}" for each in EVERY))


@pytest.mark.parametrize(
    "host", ["gov.tr", "www.gov.com", "gov.tr.example.org", "my-gov.tr", "www.mygov.cn", "a.gov.xx", "com.tr", "x.bel.tr", "x.com.tr"]
)
def test_nothing_else_is_taken_for_one(host: str) -> None:
    assert OWNER_OF(Endpoint(host=host)) is UNKNOWN


def test_a_row_of_the_table_outweighs_it() -> None:
    assert OWNER_OF(Endpoint(host="giris.turkiye.gov.tr")).name == "Government of Türkiye"
    assert OWNER_OF(Endpoint(host="some.ministry.gov.tr")).seat == "TR"


def test_nearly_each_is_one_below_which_names_are_given_out_and_the_others_are_held_by_a_state() -> None:
    icann = PublicSuffixList(only_icann=True)
    outside = {each for each in EVERY if not icann.is_public(each)}
    assert len(outside) < len(EVERY) / 10, sorted(outside)
