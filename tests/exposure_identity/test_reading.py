"""Files about accounts: both formats say the same, what is wrong is named by its place, and nothing that tells who somebody is comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import UnreadableEvidence
from counterwatch.core.errors import CounterwatchError
from counterwatch.exposure.checks.lockout import lockout
from counterwatch.exposure.identity.closures import access
from counterwatch.exposure.identity.graph import Account, Factor, Route
from counterwatch.exposure.identity.index import index_of
from counterwatch.exposure.identity.reading import read_graph

TOML = """
[[factor]]
id = "身份"
kind = "national_id"
revocable_by = "部"
[[factor]]
id = "codes"
kind = "paper"
[[account]]
id = "བང་མཛོད"
label = "bank"
importance = 3
[[route]]
account = "བང་མཛོད"
needs = ["身份"]
kind = "sso"
[[route]]
account = "བང་མཛོད"
needs = ["codes", "身份"]
kind = "recovery"
"""
SHEET = """id,kind,needs,label,importance,revocable_by
身份,national_id,,,,部
codes,paper,,,,
བང་མཛོད,sso,身份,bank,3,
བང་མཛོད,recovery,codes + 身份,,,
"""


def test_both_formats_give_the_same_graph() -> None:
    toml, sheet = read_graph(TOML.encode(), name="a.toml"), read_graph(b"\xef\xbb\xbf" + SHEET.encode(), name="a.csv")
    assert toml.factors == sheet.factors == (Factor(id="身份", kind="national_id", revocable_by="部"), Factor(id="codes", kind="paper"))
    assert toml.accounts == sheet.accounts == (Account(id="བང་མཛོད", label="bank", importance=3),)
    assert toml.routes == sheet.routes == (
        Route(account="བང་མཛོད", needs=("身份",), kind="sso"),
        Route(account="བང་མཛོད", needs=("codes", "身份"), kind="recovery"),
    )  # fmt: skip


def refused(text: str | bytes, name: str) -> str:
    with pytest.raises(UnreadableEvidence) as caught:
        read_graph(text.encode() if isinstance(text, str) else text, name=name)
    assert caught.value.hint is not None
    assert len(str(caught.value)) < 500
    return str(caught.value.message)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("codes,paper", "身份,paper"), "row 3 of a.csv uses the id 身份"),
        (("codes + 身份", "codes + phone"), "row 5 of a.csv names phone"),
        (("bank,3", "bank,high"), "row 4 of a.csv: the importance high is not a number"),
        (("sso,身份", "sso,+"), "row 4 of a.csv is a way in that needs nothing"),
        (("recovery,", "magic,"), "row 5 of a.csv is of the kind magic"),
        (("codes,paper", "བང་མཛོད,paper"), "row 4 of a.csv uses the id བང་མཛོད"),
        (("id,kind", "name,kind"), "a.csv has no column id"),
        (("bank", "b" * 200), "row 4 of a.csv is not understood"),
        (("bank", "b" * 5000), "row 4 of a.csv holds a cell of 5,000 characters"),
        (("bank", "b" * 10_000_000), "cannot read row 4 of a.csv"),
        (("codes,paper", '"codes,paper'), "cannot read row"),
    ],
)
def test_what_is_wrong_in_a_table_is_named_by_its_row(change: tuple[str, str], said: str) -> None:
    assert refused(SHEET.replace(*change), "a.csv").startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[route", "a.toml is not TOML"),
        ("[[person]]\nid='x'", "a.toml holds person, which is not one of"),
        ("account = 3", "a.toml holds account"),
        ("[[factor]]\nid='x'\nkind='magic'", "factor 1 of a.toml is not understood"),
        ("[[factor]]\nid='x'\nkind='sim'\nsecret='y'", "factor 1 of a.toml is not understood"),
        ("[[account]]\nid='x'\nimportance=4", "account 1 of a.toml is not understood"),
        ("[[account]]\nid='x'\n[[route]]\naccount='x'\nneeds=[]", "route 1 of a.toml is not understood"),
        ("[[factor]]\nid='x'\nkind='sim'\n[[route]]\naccount='x'\nneeds=['x']", "route 1 of a.toml is a way into x, which is no account"),
        ("x = " + "[" * 3000 + "]" * 3000, "a.toml is not TOML"),
        ("[[account]]\nid='" + "x" * 10_000_000 + "'", "account 1 of a.toml is not understood"),
    ],
)
def test_what_is_wrong_in_toml_is_named_by_its_entry(text: str, said: str) -> None:
    assert refused(text, "a.toml").startswith(said)


@pytest.mark.parametrize("name", ["a.csv", "a.toml"])
def test_bytes_that_are_no_text_are_refused(name: str) -> None:
    refused(b"id,needs\n\x00x,y\n", name)


def test_an_account_that_would_open_itself_is_left_out_and_listed() -> None:
    graph = read_graph(b"[[account]]\nid='x'\n[[route]]\naccount='x'\nneeds=['x']", name="a.toml")
    assert graph.routes == ()
    assert [str(each.message) for each in graph.problems] == [
        "route 1 of a.toml lets x open itself; such a way opens nothing and was left out", "1 account has no way in as entered: x"
    ]  # fmt: skip
    assert [each.records for each in graph.problems] == [1, 0]


def test_an_empty_file_holds_nobody() -> None:
    assert read_graph(b"", name="a.toml").accounts == ()
    assert refused("", "a.csv").startswith("a.csv has no column id")


def test_labels_that_tell_who_somebody_is_stay_inside() -> None:
    sheet = "id,kind,needs,label,importance\nphone,sim,,+1 202 555 0143,\nx@example.org,login,phone,,3\nmail,login,phone,me@example.org,3\n"
    finding = lockout(read_graph(sheet.encode(), name="a.csv"))
    said = str(finding) + "".join(each.content.decode() for each in finding.attachments)
    assert "sim#1" in str(finding.statement)
    assert "account#1" in said
    assert "account#2" in said
    assert not any(secret in said for secret in ("555", "example.org"))


def test_two_hundred_thousand_ways_in_are_read() -> None:
    rows = "".join(f"a{each % 20_000},login,p{each % 1000}\n" for each in range(200_000))
    things = "".join(f"p{each},password,\n" for each in range(1000))
    graph = read_graph(f"id,kind,needs\n{things}{rows}".encode(), name="many.csv")
    assert (len(graph.accounts), len(graph.routes)) == (20_000, 200_000)
    assert all(access(index_of(graph)).opened)


def test_more_than_is_read_is_refused_by_code() -> None:
    things = "".join(f"p{each},password,\n" for each in range(100_001))
    assert "(identity-nodes)" in refused(f"id,kind,needs\n{things}", "many.csv")


@given(st.text(max_size=300), st.sampled_from(["a.csv", "a.toml"]))
def test_any_text_is_read_or_refused_by_name(text: str, name: str) -> None:
    try:
        graph = read_graph(text.encode("utf-8", "surrogatepass"), name=name)
    except CounterwatchError as error:
        refused_with = error.hint
    else:
        refused_with = None
        assert all(each.id for each in graph.accounts)
    assert refused_with is None or str(refused_with)
