"""What computed a finding: our version, the hash of the check's code, and the versions of the libraries it used."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import pkgutil
import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from counterwatch.core.canonical import digest, sha256_hex
from counterwatch.core.version import __version__


@cache
def software_of(module: str, libraries: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the versions that stand behind a finding; `code` is one hash over `code_of(module)`."""
    versions = {name: importlib.metadata.version(name) for name in libraries}
    own = module.partition(".")[0]
    made_by = {"counterwatch": __version__, "python": platform.python_version(), "code": digest(code_of(module))}
    if own != "counterwatch":
        made_by[own] = _version_of_module(own)
    return made_by | versions


@cache
def code_of(module: str) -> dict[str, str]:
    """Return the SHA-256 of the source of a module and of every module of its package (and of ours) that it imports."""
    ours = {"counterwatch", module.partition(".")[0]}
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found or name.partition(".")[0] not in ours or (path := _source(name)) is None:
            continue
        source = path.read_bytes()
        found[name] = sha256_hex(source)
        waiting += _imports(source, name, path.name == "__init__.py")
        waiting += [name.rpartition(".")[0]] if "." in name else []
    return found


def _source(name: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None


# Checks share most of their modules: each text is taken apart once.
@cache
def _imports(source: bytes, name: str, is_package: bool) -> list[str]:
    found: list[str] = []
    for node in _run_nodes(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, name, is_package)
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "import_module":
            found += [each for argument in node.args if isinstance(argument, ast.Constant) for each in _folder(str(argument.value))]
    return found


def _run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that can run: what is imported for type checkers only computes nothing."""
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                continue
            yield node
            waiting.append(node)


def _folder(name: str) -> list[str]:
    """Return a folder that is imported by its name, with every module in it: they are loaded together."""
    spec = importlib.util.find_spec(name) if "." in name else None
    places = (spec.submodule_search_locations if spec else None) or []
    return [name, *(module.name for module in pkgutil.iter_modules(places, f"{name}."))]


def _base(node: ast.ImportFrom, name: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    rooms = name.split(".") + ([""] if is_package else [])
    return ".".join([*rooms[: len(rooms) - node.level], *([node.module] if node.module else [])])


def _version_of_module(top: str) -> str:
    for name in importlib.metadata.packages_distributions().get(top, []):
        return f"{name} {importlib.metadata.version(name)}"
    return "unknown"
