"""Options of the form NAME=VALUE."""

from __future__ import annotations

from counterwatch.core import Template, WrongUsage

NOT_A_PAIR = Template("cli.pairs.not_a_pair", "«{text}» is not of the form {form}")
SUCH_AS = Template("cli.pairs.such_as", "such as {example}")


def pair(text: str, form: str, example: str) -> tuple[str, str]:
    """Return both sides of an option, or say what it looks like."""
    left, sign, right = text.partition("=")
    if not (left.strip() and sign and right.strip()):
        raise WrongUsage(NOT_A_PAIR(text=text[:80], form=form), hint=SUCH_AS(example=example))
    return left.strip(), right.strip()
