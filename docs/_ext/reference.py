"""Make the reference pages from the code when the documentation is built, so that they cannot be out of date."""

from __future__ import annotations

import importlib.util
import pathlib
from typing import Any

from sphinx.application import Sphinx

NOTHING = "none"


def write(app: Sphinx) -> None:
    """Write a page per check, and the pages of commands, readers and formats."""
    from counterwatch.core import registry

    folder = pathlib.Path(app.srcdir) / "reference"
    checks = registry.checks()
    pages = {f"checks/{name}.md": _check_page(each, folder.parent) for name, each in checks.items()}
    pages["checks/index.md"] = _checks_index(checks)
    pages["files.md"] = _files_page(registry.readers(), registry.formats())
    pages["commands.md"] = _commands_page()
    for old in set((folder / "checks").glob("*.md")) - {folder / name for name in pages}:
        old.unlink()
    for name, text in pages.items():
        _write_if_changed(folder / name, text)


def _write_if_changed(path: pathlib.Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _check_page(check: Any, docs: pathlib.Path) -> str:
    lines = [f"# `{check.name}`", "", f"*{check.question}*", "", *check.help.splitlines()[1:], ""]
    lines += [f"Source: {check.cites}. Version {check.version}. Reads a `{check.reads.__name__}`.", ""]
    if check.options:
        lines += ["| option | type | default |", "|---|---|---|", *(_option_row(each) for each in check.options), ""]
    example = docs / "checks" / f"{check.name.partition('.')[2]}.md"
    if example.is_file():
        lines += [f"```{{include}} ../../checks/{example.name}", ":heading-offset: 1", ":relative-docs: ..", ":relative-images:", "```", ""]
    return "\n".join(lines) + "\n"


def _option_row(option: Any) -> str:
    kind = " or ".join(f"`{each}`" for each in option.choices) or option.type.__name__
    return f"| `{option.name}` | {kind} | `{option.default}` |"


def _checks_index(checks: Any) -> str:
    head = [
        "# What can be asked",
        "",
        "Each check asks one question of a table. What its answer means is told in [How to read a result](../../guide/result.md).",
        "",
    ]
    if not checks:
        return "\n".join([*head, "No check is installed.", ""])
    rows = [f"| [`{name}`]({name}.md) | {each.question} | {each.cites} |" for name, each in checks.items()]
    tree = ["```{toctree}", ":hidden:", "", *checks, "```", ""]
    return "\n".join([*head, "| check | question | source |", "|---|---|---|", *rows, "", *tree])


def _files_page(readers: Any, formats: Any) -> str:
    read = [f"| `{name}` | {' '.join(each.suffixes)} | {each.help} |" for name, each in readers.items()]
    made = [f"| `{name}` | {each.suffix} | {each.help} |" for name, each in formats.items()]
    head = ["| name | files | what it is |", "|---|---|---|"]
    parts = ["# What can be read and written", "", "## Readers", "", *([*head, *read] if read else [NOTHING]), "", "## Formats", ""]
    return "\n".join([*parts, *([*head, *made] if made else [NOTHING]), ""])


def _commands_page() -> str:
    lines = ["# Commands", "", "`cw` and `counterwatch` are the same program.", ""]
    if importlib.util.find_spec("counterwatch.cli") is None:
        return "\n".join([*lines, "No command line is installed.", ""])
    import click

    from command_tree import commands

    for path, command in commands():
        context = click.Context(command, info_name=" ".join(path), max_content_width=100)
        # The page shows what `--help` shows, word for word.
        lines += [f"## `{' '.join(path)}`", "", "```text", click.unstyle(command.get_help(context)), "```", ""]
    return "\n".join(lines)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
