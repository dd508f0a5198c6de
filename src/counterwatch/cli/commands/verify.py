"""`cw verify`: is it still what was stored?"""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, show
from counterwatch.cli.verification import show_verification
from counterwatch.core.errors import VerificationFailed


@click.command(name="verify")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--level",
    type=click.IntRange(0, 3),
    help="How deep: 0 ledger, 1 stored files, 2 contents, 3 findings; as far as the unlocked keys allow, up to 2, if not given.",
)
@click.option("--rerun", is_flag=True, help="Compute every finding again: the same as --level 3.")
@click.option("--head", "heads", multiple=True, help="A head that you hold on paper: is the ledger still the one it was printed from?")
@click.option("--root", type=click.Path(path_type=Path), help="Certificate (PEM) of a time-stamp authority, to check its signatures against.")
@click.option("--json", "as_json", is_flag=True, help="The result as one line of JSON.")
@passphrase_option
def command(path: Path, level: int, rerun: bool, heads: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Check a case, a bundle or a report, and name what is damaged and the findings it touches.

    \b
    Examples:
      cw verify
      cw verify ../hubei --rerun
      cw verify hubei.zip
      cw verify --head "12: 3f2a 99b1 04cc 7e10"
    """
    from counterwatch.api.verify import verify
    from counterwatch.bundle.opened import is_bundle
    from counterwatch.core import canonical

    if is_bundle(path):
        from counterwatch.cli.bundles import check_bundle

        check_bundle(path, level=3 if rerun else level, heads=heads, root=root, as_json=as_json)
        return
    with progress() as bar:
        checked = verify(path, level=3 if rerun else level, heads=heads, root=root, progress=bar)
    if as_json:
        show(canonical(checked).decode())
    else:
        show_verification(checked)
    if not checked.is_good:
        exits(VerificationFailed.exit_code)
