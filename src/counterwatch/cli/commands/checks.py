"""`cw checks`: what can be asked."""

from __future__ import annotations

from typing import Any

import click

from counterwatch.cli.terminal import show, text
from counterwatch.core import Finding, Template, Verdict, WrongUsage

SOURCE = Template("cli.checks.source", "source: {cites}")
OPTION = Template("cli.checks.option", "option --{name}, default {default}")
CHOICES = Template("cli.checks.choices", "option --{name}, default {default}, one of {choices}")
EXPLAINS = Template("cli.checks.explains", "when it departs, what else could explain it:")
UNKNOWN = Template("cli.checks.unknown", "there is no check named {name}")
SEE_ALL = Template("cli.checks.see_all", "`cw checks` lists them all")


@click.command(name="checks")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the checks: what can be asked, with source, options and limits.

    \b
    Examples:
      cw checks
      cw checks last_digit
    """
    import numpy as np

    from counterwatch.core.registry import Check, checks

    def describe(each: Check[Any, Any]) -> None:
        show(f"{each.name} (version {each.version})")
        show()
        show(each.help)
        show()
        show(text(SOURCE(cites=each.cites)))
        for option in each.options:
            named = {"name": option.name.replace("_", "-"), "default": str(option.default)}
            show(text(CHOICES(**named, choices=", ".join(option.choices)) if option.choices else OPTION(**named)))

        example = each(each.planted(np.random.default_rng(0)))
        first = next(finding for finding in ([example] if isinstance(example, Finding) else example) if finding.verdict is Verdict.DEPARTS)
        show()
        show(text(EXPLAINS()))
        for limit in first.limits:
            show(f"  - {text(limit)}")

    known = checks()
    if name is None:
        for each in known.values():
            show(f"{each.name:28} {each.question}")
        return
    found = [each for each in known.values() if name in (each.name, each.name.rpartition(".")[2])]
    if not found:
        raise WrongUsage(UNKNOWN(name=name), hint=SEE_ALL())
    describe(found[0])
