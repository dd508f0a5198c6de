"""Find every sentence of the program by reading its source: nothing is imported, so nothing can hide behind an optional library."""

from __future__ import annotations

import ast
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

SOURCE = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A template as it is written in the source: identifier, English for one and for many, file and line."""

    id: str
    english: str
    many: str
    file: str
    line: int


class NotALiteral(Exception):
    """A template is built at run time or inside a function, so that no catalog can know it."""


def sentences(source: pathlib.Path = SOURCE) -> list[Sentence]:
    """Return every template of the source tree, sorted by identifier."""
    found = [each for path in sorted(source.rglob("*.py")) for each in _sentences_of(path, source.parent)]
    return sorted(found, key=lambda each: each.id)


def _sentences_of(path: pathlib.Path, root: pathlib.Path) -> Iterator[Sentence]:
    tree = ast.parse(path.read_bytes())
    inside = {id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef | ast.Lambda) for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Template":
            if id(node) in inside:
                raise NotALiteral(f"{path}:{node.lineno}: a template is a constant of its module, not made inside a function")
            yield Sentence(**_words(node, path), file=path.relative_to(root).as_posix(), line=node.lineno)
        if isinstance(node, ast.FunctionDef) and any(_registers_check(each) for each in node.decorator_list):
            yield _question(node, path.relative_to(root))


def _registers_check(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "check"


def _question(check: ast.FunctionDef, path: pathlib.Path) -> Sentence:
    """Return the first line of the docstring of a check: it is what a reader of the report would ask."""
    english = (ast.get_docstring(check) or "").partition("\n")[0]
    return Sentence(id=f"{path.parts[1]}.{check.name}.question", english=english, many="", file=path.as_posix(), line=check.lineno)


def _words(call: ast.Call, path: pathlib.Path) -> dict[str, str]:
    given = dict(zip(("id", "english", "many"), call.args, strict=False)) | {each.arg or "": each.value for each in call.keywords}
    try:
        return {"many": ""} | {name: str(ast.literal_eval(value)) for name, value in given.items()}
    except ValueError as error:
        raise NotALiteral(f"{path}:{call.lineno}: a template is made of literal text") from error
