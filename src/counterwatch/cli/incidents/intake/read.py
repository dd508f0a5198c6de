"""`cw incidents intake read`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="read")
@click.argument("id")
@case_option
@passphrase_option
def command(id: str, case: Path | None) -> None:
    """Read a submission: every answer as it was written, what was agreed to, and what its attachments are. None of them is opened.

    \b
    Examples:
      cw incidents intake read 4f1c09ab12cd
    """
    from counterwatch.api.intake_triage import counts_without_a_person, submission_named
    from counterwatch.cli.intake_queue import show_submission

    opened = the_case(case)
    received = submission_named(opened, id)
    show_submission(received, is_confirmed=counts_without_a_person(opened, received))
