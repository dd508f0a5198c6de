"""Templates can be read, and say of a life what is known of it: one ID locks out, friends who vouch do not."""

import pytest

from counterwatch.core import Verdict
from counterwatch.exposure.checks.lockout import lockout
from counterwatch.exposure.checks.seizure import seizure
from counterwatch.exposure.identity.beginnings import NAMES, template
from counterwatch.exposure.identity.reading import read_graph

BREAKS = {"digital-id": True, "home-sim": True, "super-app": True, "bank-card": True, "email": True, "device": True}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read_and_asked(name: str) -> None:
    graph = read_graph(template(name).encode(), name=f"{name}.toml")
    assert graph.problems == ()
    assert (lockout(graph).verdict is Verdict.DEPARTS) is BREAKS.get(name, False)


def test_whoever_holds_one_of_three_friends_opens_nothing() -> None:
    assert seizure(read_graph(template("social-recovery").encode(), name="a.toml")).verdict is Verdict.CONSISTENT
