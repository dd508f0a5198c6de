"""Errors say what happened and what to do next, and each kind ends the command with its own code."""

import pytest

from counterwatch.core import Template, UnreadableEvidence, WrongUsage
from counterwatch.core.errors import Cancelled, CaseBusy, CounterwatchError, NoCase, Refused, VerificationFailed
from counterwatch.core.progress import never, stop_if

BAD = Template("test_errors.bad", "row {row:raw} of {name} is not a number")
HINT = Template("test_errors.hint", "try --skip-bad-rows")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CounterwatchError, 1),
        (UnreadableEvidence, 1),
        (CaseBusy, 1),
        (WrongUsage, 2),
        (VerificationFailed, 4),
        (Refused, 6),
        (NoCase, 10),
        (Cancelled, 130),
    ],
)
def test_exit_codes_are_those_of_the_design(kind: type[CounterwatchError], code: int) -> None:
    assert kind.exit_code == code


def test_an_error_says_what_where_and_what_next() -> None:
    error = UnreadableEvidence(BAD(row=1400, name="hubei.csv"), hint=HINT())
    assert str(error) == "row 1400 of hubei.csv is not a number (hint: try --skip-bad-rows)"


def test_stopping_is_an_error_of_its_own() -> None:
    stop_if(never)
    with pytest.raises(Cancelled, match="nothing of this call was kept"):
        stop_if(lambda: True)
