"""Public sample files, which are nobody's own: only those on the list are looked at with `--fixture`, and every page says so."""

from __future__ import annotations

from importlib.resources import files

from counterwatch.core import Message, Template
from counterwatch.core.errors import Refused

NOT_A_FIXTURE = Template("api.fixtures.not_one", "{name} is not one of the public sample files that --fixture is for")
OWN = Template("api.fixtures.own", "leave --fixture out: what is looked at must be your own")
MARK = Template("api.fixtures.mark", "PUBLIC SAMPLE FILE, NOBODY'S OWN")


def must_be_fixture(sha256: str, *, name: str) -> Message:
    """Return what every page must say of a public sample file, or refuse a file that is none."""
    listed = files("counterwatch.data").joinpath("fixtures.sha256").read_text("ascii").splitlines()
    if sha256 not in {line.partition(" ")[0] for line in listed}:
        raise Refused(NOT_A_FIXTURE(name=name), hint=OWN())
    return MARK()
