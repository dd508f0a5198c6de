"""The question of receivers: what is said of a capture, what is counted as unknown, and that no identifier stands in the answer."""

import csv
import io
from collections.abc import Iterable

import pytest

from counterwatch.core import Finding, Verdict, WrongUsage, canonical
from counterwatch.exposure.checks.endpoints import endpoints
from counterwatch.exposure.owners.lookup import owners
from counterwatch.exposure.persona import Identifier, Persona
from counterwatch.exposure.table import Endpoint, Request, Watched
from tables_of_watched import with_requests


def request(host: str, readable: int = 100, unreadable: int = 0, *, is_address: bool = False) -> Request:
    return Request(
        locator="entry 1",
        endpoint=Endpoint(host=host, port=443, is_address=is_address),
        protocol="https",
        parts=(("body", b"x" * readable),),
        unreadable={"encrypted": unreadable} if unreadable else {},
    )


def asked(requests: Iterable[Request], *, seats: str = "", persona: Persona | None = None, overlays: Iterable[tuple[str, bytes]] = ()) -> Finding:
    return endpoints(Watched(traffic=with_requests(requests), persona=persona or Persona(), owner=owners(list(overlays))), seats=seats)


def table(finding: Finding, number: int = 0) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(finding.attachments[number].content.decode())))


WECHAT, UMENG, UNKNOWN = request("api.weixin.qq.com"), request("ulogs.umeng.com", 0, 300), request("cdn.example.org")


def test_requests_and_bytes_are_counted_by_endpoint() -> None:
    finding = asked([WECHAT, WECHAT, UMENG])
    assert finding.verdict is Verdict.DEPARTS
    assert [(row["endpoint"], row["owner"], row["seat"], row["requests"], row["bytes_out"], row["readable_share"]) for row in table(finding)] == [
        ("api.weixin.qq.com", "Tencent", "CN", "2", "200", "1.0000"),
        ("ulogs.umeng.com", "Alibaba Group", "CN", "1", "300", "0.0000"),
    ]
    assert finding.numbers["readable share"] == pytest.approx(0.4)


def test_countries_add_up_to_all_requests_with_the_unknown_last() -> None:
    finding = asked([WECHAT, UMENG, UNKNOWN, UNKNOWN, UNKNOWN, request("mc.yandex.ru")])
    rows = table(finding, 1)
    assert [(row["seat"], row["requests"]) for row in rows] == [("CN", "2"), ("RU", "1"), ("", "3")]
    assert "China (2), Russia (1), not known (3)" in str(finding.statement)


def test_every_answer_says_that_a_seat_is_no_place_of_a_server() -> None:
    for requests in ([WECHAT], [WECHAT, UMENG], [WECHAT, UNKNOWN]):
        finding = asked(requests)
        assert "not where a server stands" in str(finding.statement)
        assert "not where a server stands" in str(finding.limits[0])


@pytest.mark.parametrize(
    ("requests", "verdict"),
    [
        ([WECHAT, request("mp.weixin.qq.com")], Verdict.CONSISTENT),
        ([WECHAT, UMENG], Verdict.DEPARTS),
        ([WECHAT, UNKNOWN], Verdict.NOT_TESTED),
        ([UNKNOWN], Verdict.NOT_TESTED),
        ([request("203.0.113.7", is_address=True)], Verdict.NOT_TESTED),
        ([], Verdict.NOT_TESTED),
    ],
)
def test_what_is_unknown_is_never_taken_for_harmless(requests: list[Request], verdict: Verdict) -> None:
    assert asked(requests).verdict is verdict


@pytest.mark.parametrize(
    ("requests", "seats", "verdict"),
    [
        ([WECHAT, UNKNOWN], "cn, ru", Verdict.DEPARTS),
        ([WECHAT], "US", Verdict.CONSISTENT),
        ([WECHAT, UNKNOWN], "US", Verdict.NOT_TESTED),
    ],
)
def test_it_can_be_asked_about_countries(requests: list[Request], seats: str, verdict: Verdict) -> None:
    assert asked(requests, seats=seats).verdict is verdict


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUsage, match="UK"):
        asked([WECHAT], seats="UK")


def test_what_stays_on_the_device_has_no_receiver() -> None:
    own = [request(host, is_address=host != "localhost") for host in ("localhost", "127.0.0.1", "127.0.8.1", "::1")]
    assert asked([*own, WECHAT]).numbers["endpoints"] == 1


def test_a_list_of_the_user_is_named_with_its_date_and_what_it_decided() -> None:
    mine = b"domain,owner,country,date\nexample.org,Example Society,CH,2026-05-01\ncom,Everybody,US,2026-05-01\n"
    finding = asked([WECHAT, UNKNOWN], overlays=[("mine.csv", mine)])
    assert any("mine.csv (May 1, 2026) decided about 1 endpoint" in str(limit) for limit in finding.limits)
    assert [each.records for each in finding.problems] == [1]
    assert table(finding)[1]["list"] == "mine.csv"


def test_a_rented_endpoint_says_that_a_customer_stands_behind_it() -> None:
    finding = asked([request("shop.oss-cn-beijing.aliyuncs.com"), WECHAT])
    assert any("rented from a cloud" in str(limit) for limit in finding.limits)


PERSONA = Persona(
    identifiers=(
        Identifier(label="name#1", kind="name", value="Amina Tursun"),
        Identifier(label="email#1", kind="email", value="a.tursun.1990+shop@example.org"),
        Identifier(label="account#1", kind="account", value="Silk_Road_77"),
        Identifier(label="phone#1", kind="phone", value="+90 532 555 01 23"),
        Identifier(label="name#2", kind="name", value="Özgür"),
    )
)
TELLING = [
    "amina-tursun.blog.example",
    "tursun-amina.example.net",
    "www.aminatursun.example",
    "a-tursun-1990.files.example",
    "silkroad77.tumblr.com",
    "silk-road-77.example.com",
    "905325550123.sip.example",
    "xn--zgr-rna6a.example",
]


@pytest.mark.parametrize("host", TELLING)
def test_an_identifier_in_a_host_name_is_called_by_its_label(host: str) -> None:
    finding = asked([request(host), WECHAT], persona=PERSONA)
    shown = canonical(finding).decode().lower() + "".join(each.content.decode().lower() for each in finding.attachments)
    assert "#1." in shown or "#2." in shown
    for secret in ("amina", "tursun", "silk", "5325550123", "zgr-rna6a", host.partition(".")[0] if host[:3] != "www" else "aminatursun"):
        assert secret not in shown


def test_an_identifier_in_a_list_of_the_user_is_called_by_its_label_too() -> None:
    mine = b"domain,owner,country,note\namina-tursun.example,Server of Amina Tursun,TR,run by Amina\namina-tursun.example,Somebody,TR,\n"
    finding = asked([request("mail.amina-tursun.example"), WECHAT], persona=PERSONA, overlays=[("mine.csv", mine)])
    shown = canonical(finding).decode() + "".join(each.content.decode() for each in finding.attachments)
    assert "Server of name#1" in shown
    assert "amina" not in shown.lower()
    assert "tursun" not in shown.lower()


def test_a_host_without_an_identifier_stays_as_it_is() -> None:
    assert table(asked([WECHAT, UMENG], persona=PERSONA))[0]["endpoint"] == "api.weixin.qq.com"


def test_a_host_that_looks_like_a_formula_stays_text_in_a_spreadsheet() -> None:
    assert table(asked([request("=cmd.example"), WECHAT]))[0]["endpoint"] in ("'=cmd.example", "api.weixin.qq.com")
    assert "\n=cmd" not in asked([request("=cmd.example"), WECHAT]).attachments[0].content.decode()
