"""From a host to its owner: the longest suffix decides, labels are whole, and what no list knows stays unknown."""

import string

from hypothesis import given
from hypothesis import strategies as st

from counterwatch.exposure.owner import UNKNOWN, Owner
from counterwatch.exposure.owners.lookup import Lookup, owners
from counterwatch.exposure.owners.table import NAME, packaged
from counterwatch.exposure.table import Endpoint

OWNER_OF = owners()
LABEL = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=6)
HOST = st.lists(LABEL, min_size=1, max_size=5).map(".".join)


def owner_of(host: str) -> Owner:
    return OWNER_OF(Endpoint(host=host))


def test_a_host_below_a_suffix_belongs_to_its_owner() -> None:
    owner = owner_of("api.mch.weixin.qq.com")
    assert (owner.name, owner.seat, owner.basis, owner.rule, owner.list) == ("Tencent", "CN", "listed", "qq.com", NAME)


def test_an_owner_says_what_it_rests_on() -> None:
    owner = owner_of("sandbox-api.iyzipay.com")
    assert (owner.seat, owner.source, owner.date) == ("TR", "docs.iyzico.com/on-hazirliklar/live-vs-sandbox", "2026-11-28")


def test_a_name_that_only_ends_alike_belongs_to_nobody() -> None:
    for host in ("evil-qq.com", "evilqq.com", "qq.com.example.org", "com", "cn", "com.cn", "q.com", ""):
        assert owner_of(host) is UNKNOWN, host


def test_the_iranian_alibaba_is_not_the_chinese_one() -> None:
    assert (owner_of("ws.alibaba.ir").seat, owner_of("gw.alibaba.com").seat) == ("IR", "CN")


def test_an_address_without_a_name_stays_unknown() -> None:
    for address in ("203.0.113.7", "2001:db8::1"):
        assert OWNER_OF(Endpoint(host=address, is_address=True)) is UNKNOWN
    assert owner_of("203.0.113.7") is UNKNOWN


def test_how_a_host_is_written_does_not_matter() -> None:
    assert owner_of("API.Weixin.QQ.com.") == owner_of("api.weixin.qq.com")


def brute_force(known: dict[str, Owner], host: str) -> Owner:
    fitting = [suffix for suffix in known if host == suffix or host.endswith(f".{suffix}")]
    return known[max(fitting, key=len)] if fitting else UNKNOWN


@given(st.sets(HOST, max_size=8), HOST)
def test_the_longest_suffix_decides_as_by_trying_all(suffixes: set[str], host: str) -> None:
    known = {each: Owner(name=each, rule=each) for each in suffixes}
    assert Lookup(known=known)(Endpoint(host=host)) == brute_force(known, host)


@given(st.sampled_from(sorted(packaged())), LABEL)
def test_every_row_decides_about_what_is_below_it(suffix: str, label: str) -> None:
    found = owner_of(f"{label}.{suffix}")
    assert found.rule in {suffix, f"{label}.{suffix}"}
    assert owner_of(f"{label}{suffix}").rule != suffix
