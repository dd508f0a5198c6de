"""Bundles on a terminal: what was written, what a check found, what came in from somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.cli.incidents.of_case import the_case
from counterwatch.cli.main import exits
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.cli.verification import NOTE, OUTCOMES, UNCHANGED, show_defect, show_levels
from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import VerificationFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterwatch.api.bundle import Bundled
    from counterwatch.api.bundle_check import BundleVerification

NO_STREAM = Template("cli.bundles.no_stream", "a bundle is a folder or a ZIP file, and is not written to stdout")
NAME_IT = Template("cli.bundles.name_it", "name it: -o hubei-bundle, or -o hubei-bundle.zip")
NO_OPTION = Template("cli.bundles.no_option", "{option} is not for bundles")
SAY_COPY = Template("cli.bundles.say_copy", "a bundle never takes the place of anything; --copy whole, travel or redacted says what it holds")
WROTE = Template("cli.bundles.wrote", "wrote {file}: {n} file, {size} bytes of payload", "wrote {file}: {n} files, {size} bytes of payload")
NUMBER = Template("cli.bundles.number", "the number of this bundle: {number}")
SIGNED = Template("cli.bundles.signed", "tell the receiver your key number by another way: {key}")
NOT_SIGNED = Template("cli.bundles.not_signed", "outside it bears no signature and no key; inside is a signed bundle, for those who read the case")
LEAVE_KEYS = Template("cli.bundles.leave_keys", "your keys are not in it; whoever finds them beside it can open it: cw key move puts them elsewhere")
IN_THE_CLEAR = Template("cli.bundles.in_the_clear", "this case is plain: anybody who gets the bundle can read all of it")
PUBLIC = Template("cli.bundles.public", "it holds only what may be published; the release is recorded in the case")
BUNDLE = Template("cli.bundles.bundle", "bundle  {name}: {outcome} ({count})")
BUNDLE_NOT = Template("cli.bundles.bundle_not", "bundle  {name}: {outcome}")
MEANING = Template("cli.bundles.meaning", "the bundle was signed by {key}; compare that key with the one the sender told you by another way")


def refuse_options(*, force: bool, whole: bool) -> None:
    """Refuse what is said of files of the casebook and means nothing of a bundle."""
    for name, is_given in (("--force", force), ("--whole", whole)):
        if is_given:
            raise WrongUsage(NO_OPTION(option=name), hint=SAY_COPY())


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


def check_bundle(path: Path, *, level: int | None, heads: Sequence[str], root: Path | None, as_json: bool) -> None:
    """Verify a bundle and print what was found; leave with 4 where something is wrong."""
    from counterwatch.api.bundle_check import verify_bundle
    from counterwatch.core import canonical

    with progress() as bar:
        checked = verify_bundle(path, level=level, heads=heads, root=root, progress=bar)
    show(canonical(checked).decode()) if as_json else show_checked(checked)
    if not checked.is_good:
        exits(VerificationFailed.exit_code)


def show_checked(checked: BundleVerification) -> None:
    """Print the levels of a bundle, what is wrong there, and what the case inside gave."""
    for each in checked.levels:
        outcome = OUTCOMES[each.outcome]()
        said = BUNDLE_NOT(name=each.name, outcome=outcome) if each.outcome == "not checked" else None
        show(text(said or BUNDLE(name=each.name, outcome=outcome, count=each.count)))
    if checked.inside:
        show_levels(checked.inside)
    for defect in checked.defects:
        show_defect(defect)
    for note in (*checked.notes, *(checked.inside.notes if checked.inside else ())):
        say(NOTE(file=note.file, message=note.message))
    if not checked.is_good:
        say(UNCHANGED())
    elif checked.signer:
        say(MEANING(key=checked.signer))
