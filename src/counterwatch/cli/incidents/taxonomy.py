"""`cw incidents taxonomy`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import show, text
from counterwatch.core import Template

WROTE = Template("cli.taxonomy.wrote", "wrote {file}: put it into a folder `counterwatch` among the taxonomies of MISP, and update them there")


@click.command(name="taxonomy")
@click.option("-o", "--output", type=click.Path(path_type=Path), default="machinetag.json", show_default=True, help="The file to write.")
@click.option("--force", is_flag=True, help="Overwrite it.")
@case_option
@passphrase_option
def command(output: Path, *, force: bool, case: Path | None) -> None:
    """Write the vocabulary as a taxonomy for MISP; with --case, with the terms that the case has added.

    \b
    Examples:
      cw incidents taxonomy
      cw incidents taxonomy --case cases -o counterwatch/machinetag.json
    """
    from counterwatch.api.beside import beside, refuse_place
    from counterwatch.api.case import open_case
    from counterwatch.api.incidents import vocabulary_of
    from counterwatch.incidents.interchange.machine_tags import taxonomy
    from counterwatch.incidents.vocabulary import packaged

    refuse_place(output, force=force)
    with beside(output) as stream:
        stream.write(taxonomy(vocabulary_of(open_case(case)) if case else packaged()))
    show(text(WROTE(file=str(output))))
