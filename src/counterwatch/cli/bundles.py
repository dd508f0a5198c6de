"""Bundles on a terminal: what was written, what a check found, what came in from somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.cli.incidents.of_case import the_case
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template, WrongUsage

if TYPE_CHECKING:
    from counterwatch.api.bundle import Bundled

NO_STREAM = Template("cli.bundles.no_stream", "a bundle is a folder or a ZIP file, and is not written to stdout")
NAME_IT = Template("cli.bundles.name_it", "name it: -o hubei-bundle, or -o hubei-bundle.zip")
WROTE = Template("cli.bundles.wrote", "wrote {file}: {n} file, {size} bytes of payload", "wrote {file}: {n} files, {size} bytes of payload")
NUMBER = Template("cli.bundles.number", "the number of this bundle: {number}")
SIGNED = Template("cli.bundles.signed", "tell the receiver your key number by another way: {key}")
NOT_SIGNED = Template("cli.bundles.not_signed", "outside it bears no signature and no key; inside is a signed bundle, for those who read the case")
LEAVE_KEYS = Template("cli.bundles.leave_keys", "your keys are not in it; whoever finds them beside it can open it: cw key move puts them elsewhere")
IN_THE_CLEAR = Template("cli.bundles.in_the_clear", "this case is plain: anybody who gets the bundle can read all of it")
PUBLIC = Template("cli.bundles.public", "it holds only what may be published; the release is recorded in the case")


def write_bundle(case: Path | None, output: Path, *, copy: str, sharing: str, purpose: str, authority: str, by: tuple[str, ...]) -> None:
    """Export a case as a bundle, and say what to tell the receiver."""
    from counterwatch.api.bundle import export_bundle

    if str(output) == "-":
        raise WrongUsage(NO_STREAM(), hint=NAME_IT())
    ways = [[way.strip() for way in each.split(",")] for each in by]
    with progress() as bar:
        made = export_bundle(the_case(case), output, copy=copy, sharing=sharing, purpose=purpose, authority=authority, by=ways, progress=bar)
    show_bundled(made, output)


def show_bundled(made: Bundled, output: Path) -> None:
    """Print what was written."""
    for each in made.said:
        say(each)
    show(text(WROTE(file=str(output), n=made.files, size=made.bytes)))
    show(text(NUMBER(number=made.number)))
    if made.copy == "travel":
        say(NOT_SIGNED())
        say(LEAVE_KEYS())
    else:
        say(SIGNED(key=made.signer))
    if made.copy == "redacted":
        say(PUBLIC())
    elif made.is_open:
        say(IN_THE_CLEAR())
    say_next(f"cw verify {output}")
