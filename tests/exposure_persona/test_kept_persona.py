"""The persona of a case: under one's own key even in a plain case, found nowhere on the disk, and fixed once something was audited."""

import pathlib

import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.persona import keep_persona, known_persona, persona_of
from counterwatch.case import Case, Identity
from counterwatch.core import Run
from counterwatch.core.errors import Refused
from counterwatch.exposure.persona import Identifier, Kind, Persona

SECRETS = ("amina.tursun@example.org", "+99890123456", "ئامىنە تۇرسۇن", "35-209900-176148-1")
KINDS: tuple[Kind, ...] = ("email", "phone", "name", "device")
MINE = Persona(identifiers=tuple(Identifier(label=f"{kind}#1", kind=kind, value=value) for kind, value in zip(KINDS, SECRETS, strict=True)))
LESS = Persona(identifiers=MINE.identifiers[:1])


@pytest.fixture(params=["plain", "encrypted"])
def case(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    made = new_case(tmp_path / "case", plain=request.param == "plain", identity=identity)
    return open_case(made.path, identity=identity)


def test_what_is_kept_comes_back_with_the_key_and_lies_nowhere_in_the_clear(case: Case, tmp_path: pathlib.Path, home: pathlib.Path) -> None:
    keep_persona(case, MINE)
    assert persona_of(case) == MINE
    known = known_persona(case)
    assert known is not None
    assert known.labels == ("email#1", "phone#1", "name#1", "device#1")
    needles = [form for each in SECRETS for form in (each.encode(), each.encode("utf-16-le"), each.encode().hex().encode())]
    files = [each for root in (tmp_path, home) for each in root.rglob("*") if each.is_file()]
    assert files
    assert [each for each in files for needle in needles if needle in each.read_bytes() or needle.decode("latin-1") in each.name] == []


def test_another_key_opens_nothing_and_replaces_nothing(case: Case) -> None:
    keep_persona(case, MINE)
    # Somebody who may read the whole case, but is another person.
    stranger = open_case(case.path, identity=case.identity)
    stranger.identity = Identity.new()
    for act in (lambda: persona_of(stranger), lambda: keep_persona(stranger, LESS)):
        with pytest.raises(Refused) as caught:
            act()
        assert not any(each in str(caught.value) for each in SECRETS)
    assert persona_of(case) == MINE


def test_it_can_be_mended_until_something_was_looked_at(case: Case) -> None:
    with pytest.raises(Refused, match="does not know yet"):
        persona_of(case)
    keep_persona(case, LESS)
    keep_persona(case, MINE)
    assert persona_of(case) == MINE
    assert case.identity is not None
    with case.write("traffic", signer=case.identity.signer) as batch:
        batch.run(Run(instrument="traffic", evidence=(), reader="exposure.har", findings=()))
    known = known_persona(case)
    assert known is not None
    assert known.is_fixed
    with pytest.raises(Refused, match="cannot be changed"):
        keep_persona(case, LESS)


def test_no_repr_of_a_persona_holds_a_value() -> None:
    said = f"{MINE!r} {MINE!s} {MINE.identifiers!r} {list(MINE.of('email'))}"
    assert not any(each in said for each in SECRETS)
