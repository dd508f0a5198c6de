"""Bytes made to exhaust, and personas that nobody would enter: an answer within bounds, and what was left out is named."""

import base64
import gzip
import io
import zlib

import brotli
import numpy as np
import pytest
import zstandard

from counterwatch.core import Verdict
from counterwatch.exposure.checks.leak import leak
from counterwatch.exposure.leaks.decode import views
from counterwatch.exposure.leaks.limits import DECODED, GROWTH, INFLATED, TRIES, VIEWS
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.leaks.views import Budget, View
from counterwatch.exposure.leaks.worlds import capture
from counterwatch.exposure.persona import Identifier, Kind, Persona
from counterwatch.exposure.table import Endpoint, Request, Watched

MAIL = b"tenzin@example.org"
PERSONA = Persona(identifiers=(Identifier(label="email#1", kind="email", value=MAIL.decode()),))
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(PERSONA)


def bomb(size: int) -> bytes:
    """Return a gzip stream of zeros with an address before and after them."""
    page = io.BytesIO()
    with gzip.GzipFile(fileobj=page, mode="wb", mtime=0) as file:
        file.write(MAIL + b" ")
        for _ in range(size // MEGABYTE):
            file.write(bytes(MEGABYTE))
        file.write(b" " + MAIL)
    return page.getvalue()


@pytest.mark.parametrize(
    ("pack", "step"),
    [
        (bomb, "gzip"), (lambda size: zlib.compress(MAIL + bytes(size)), "zlib"), (lambda size: zstandard.compress(MAIL + bytes(size)), "zstd"),
        (lambda size: brotli.compress(MAIL + bytes(size), quality=5), "brotli"),
    ],
)  # fmt: skip
def test_a_stream_that_grows_a_thousandfold_gives_a_megabyte_and_says_so(search: Search, pack, step: str) -> None:  # type: ignore[no-untyped-def]
    packed = pack(64 * MEGABYTE)
    budget = Budget(size=len(packed))
    sizes = [len(view.data) for view in views(packed, budget) if view.path == (step,)]
    assert sizes == [INFLATED.most]
    searched = search(packed)
    assert {each.label for each in searched.found} == {"email#1"}
    assert INFLATED.code in searched.met


def test_bombs_inside_bombs_stay_within_the_budget(search: Search) -> None:
    packed = gzip.compress(gzip.compress(bomb(8 * MEGABYTE)) * 400, mtime=0)
    budget = Budget(size=len(packed))
    assert sum(len(view.data) for view in views(packed, budget)) <= len(packed) + max(DECODED.most, GROWTH * len(packed))
    assert budget.met


HOSTILE = {
    "marks of gzip": b"\x1f\x8b\x08" * 300_000,
    "marks of zlib": b"\x78\x9c" * 400_000,
    "marks of zstd": b"\x28\xb5\x2f\xfd" * 200_000,
    "percent signs": b"%25" * 300_000,
    "broken percent signs": b"%" * 1_000_000,
    "backslashes": b"\\" * 1_000_000,
    "escaped letters": b"\\u0041" * 150_000,
    "halves of pairs": b"\\ud800" * 150_000,
    "one run of base64": b"A" * 1_000_000,
    "words": b"abcdefgh " * 100_000,
    "short runs of digits": b"0123456789ab," * 80_000,
    "folded lines": (b"A" * 76 + b"\r\n") * 12_000,
    "line ends": b"\n" * 1_000_000,
    "boundaries": b"--x\r\n" + b"\r\n--x\r\n\r\n" * 100_000,
    "slashes": b"http://" + b"abcdefghij/" * 90_000,
    "messages in messages": b"\x0a\x7e" * 400_000,
    "numbers": b"43.82,87.61;" * 80_000,
    "at signs": b"tenzin+" * 100_000,
    "zeros": bytes(1_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_bytes_made_to_exhaust_are_answered(search: Search, name: str) -> None:
    searched = search(HOSTILE[name] + b' "' + MAIL + b'" ')
    assert ("email#1", ()) in {(each.label, each.path) for each in searched.found}


def test_tries_and_views_are_bounded_and_named() -> None:
    search, budget = Search(PERSONA), Budget(size=100)
    assert TRIES.code in search(b"\x1f\x8b\x08" * 300_000).met
    taken = [view for view in views(base64.b64encode(b"\\u0041%41" * 20) * 3, budget) if budget.views >= 0]
    assert len(taken) <= VIEWS.most + 1
    budget.views = 0
    assert len(list(views(base64.b64encode(b"something %41 else"), budget))) == 1
    assert VIEWS.code in budget.met


def test_text_escaped_a_thousand_times_over_ends(search: Search) -> None:
    data = MAIL.replace(b"@", b"%" + b"25" * 1000 + b"40")
    assert search(data).found == ()
    nested = MAIL
    for _ in range(20):
        nested = base64.b64encode(nested)
    assert search(nested[:MEGABYTE]).found == ()


def test_fifty_megabytes_in_one_part_are_searched_to_their_end(search: Search) -> None:
    block = np.random.default_rng(6).bytes(3 * MEGABYTE)
    data = block * 16 + b" " + base64.b64encode(b"... " + MAIL + b" ...")
    assert len(data) > 50_000_000
    assert [(each.label, each.path) for each in search(data).found] == [("email#1", ("base64",))]


def asked(persona: Persona, part: bytes = b"a a\0b a") -> list[tuple[Verdict, str]]:
    request = Request(locator="entry 1", endpoint=Endpoint(host="a.test"), protocol="https", parts=(("body", part),))
    return [(each.verdict, str(each.statement)) for each in leak(Watched(traffic=capture("one", [request]), persona=persona))]


def account(value: str) -> Persona:
    return Persona(identifiers=(Identifier(label="account#1", kind="account", value=value),))


@pytest.mark.parametrize("persona", [Persona(), account(""), account("a"), account("\0"), account("abc")])
def test_who_entered_nothing_that_can_be_looked_for_is_told_so(persona: Persona) -> None:
    ((verdict, said),) = asked(persona)
    assert verdict is Verdict.NOT_TESTED
    assert said.startswith("no identifier that can be looked for")


def test_a_short_identifier_among_others_is_named_by_its_label() -> None:
    both = Persona(identifiers=(*PERSONA.identifiers, *account("a").identifiers))
    request = Request(locator="entry 1", endpoint=Endpoint(host="a.test"), protocol="https", parts=(("body", b"a"),))
    (finding,) = leak(Watched(traffic=capture("one", [request]), persona=both))
    assert "too short to look for, as it would be found everywhere: account#1" in [str(each) for each in finding.limits]
    assert "1 identifier was looked for" in str(finding.statement)


def test_an_identifier_with_zeros_in_it_is_found_whole_and_only_whole() -> None:
    search = Search(account("ab\0cd\0efgh"))
    assert [each.label for each in search(b"x=ab\0cd\0efgh;").found] == ["account#1"]
    assert search(b"x=ab\0cd;ab;efgh;ab\0cd\0efg").found == ()


def test_random_bytes_never_raise(search: Search) -> None:
    rng = np.random.default_rng(8)
    for mark in (b"", b"\x1f\x8b\x08", b"\x78\x9c", b"\x28\xb5\x2f\xfd", b"\x0a", b"--x\r\n", b"\\u", b"%4"):
        for size in (0, 1, 5, 11, 64, 1000):
            assert search(mark + rng.bytes(size)).found == ()


@pytest.mark.parametrize("kind", ["phone", "email", "place", "device", "id", "name", "address"])
def test_a_record_that_holds_what_its_kind_is_not_is_looked_for_as_it_stands(kind: Kind) -> None:
    search = Search(Persona(identifiers=(Identifier(label=f"{kind}#1", kind=kind, value="\x01none \ud800of-its.kind"),)))
    assert search(b"something").found == ()
    assert Search(Persona(identifiers=(Identifier(label="place#1", kind="place", value="somewhere"),)))(b"x=somewhere;").found


def test_the_smaller_automaton_finds_the_same(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.exposure.leaks.needles.MOST_FAST", 0)
    smaller = Search(PERSONA)
    for data in (MAIL, base64.b64encode(MAIL + b" "), gzip.compress(MAIL), b"x" + MAIL, bytes(100)):
        assert smaller(data) == search(data)


def test_much_text_of_wide_letters_is_text() -> None:
    for size in range(65_530, 65_542):
        assert View(data=("维吾尔" * 10_000).encode()[:size]).is_text
    assert not View(data=np.random.default_rng(9).bytes(70_000)).is_text
