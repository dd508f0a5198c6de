"""`cw export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template

WROTE = Template("cli.export.wrote", "wrote {n} record to {file} ({format})", "wrote {n} records to {file} ({format})")
NOTE = Template("cli.export.note", "this copy: {note}")
VALUES = Template("cli.export.values", "{taken} of {offered} values were taken by the format")


@click.command(name="export")
@click.option("--format", "format", required=True, metavar="FORMAT", help="bagit (a bundle), csv, xlsx, ftm, stix, geojson, uwazi or misp.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file to write; - for stdout. Of a bundle: a folder, or a file that ends in .zip.",
)
@click.option("--sharing", default="green", show_default=True, metavar="MARK", help="The narrowest mark of sharing that may leave: clear to red.")
@click.option("--purpose", default="", help="Why it leaves; needed below green, and written into the custody log.")
@click.option("--authority", default="", help="By what right: an agreement, a consent, an order.")
@click.option("--whole", is_flag=True, help="Your own sheet (csv, xlsx): every record and every text, but what was withdrawn.")
@click.option("--copy", default="whole", show_default=True, metavar="KIND", help="Of a bundle: whole, travel (tells nobody's key) or redacted.")
@click.option("--by", "by", multiple=True, metavar="WAYS", help="Of a redacted bundle: a table by these ways; may be given more than once.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@case_option
@passphrase_option
def command(  # noqa: PLR0913 - each is an option
    format: str, *, output: Path, sharing: str, purpose: str, authority: str, whole: bool, copy: str, by: tuple[str, ...], force: bool,
    case: Path | None,
) -> None:  # fmt: skip
    """Write the casebook for partners and other programs, a working copy; with --format bagit the whole case as a bundle to be checked.

    Only records marked clear or green leave; --sharing names a narrower mark. Where single persons were the target, no free text leaves, no place
    finer than the country, and of each source only which site it is. What was withdrawn never leaves.

    \b
    Examples:
      cw export --format csv -o casebook.csv
      cw export --format stix -o casebook.json --sharing amber --purpose "review with the legal clinic"
      cw export --format bagit -o hubei.zip --purpose "review before filing"
    """
    if format == "bagit":
        from counterwatch.cli.bundles import refuse_options, write_bundle

        refuse_options(force=force, whole=whole)
        write_bundle(case, output, copy=copy, sharing=sharing, purpose=purpose, authority=authority, by=by)
        return
    from counterwatch.api.export import export

    is_stdout = str(output) == "-"
    with progress() as bar:
        done = export(
            the_case(case), sys.stdout.buffer if is_stdout else output, format=format, sharing=sharing, whole=whole, purpose=purpose,
            authority=authority, force=force, progress=bar,
        )  # fmt: skip
    for each in (*done.held, *done.lost):
        say(each)
    if done.offered:
        say(VALUES(taken=done.taken, offered=done.offered))
    say(NOTE(note=done.note))
    if not is_stdout:
        show(text(WROTE(n=done.records, file=str(output), format=format)))
    say_next("cw log")
