"""What counterwatch must never become, as tests that can fail: nothing here looks people up, ranks them, or leaves the machine."""

import ast
import importlib.util
import pathlib
import re
from collections.abc import Iterator
from functools import cache

import click
import pytest

from command_tree import below, commands, spellings

SOURCE = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch"
FILES = sorted(SOURCE.rglob("*.py"))

PERSON_WORDS = frozenset(
    {"person", "people", "handle", "handles", "phone", "phones", "face", "faces", "username", "surname", "nickname", "passport", "who"}
)
PERSON_NAMES = frozenset(
    {"screen_name", "full_name", "first_name", "last_name", "real_name", "display_name", "person_name", "account_name", "user_name"}
)
SWITCHES = frozenset({"handles_as_given"})
"""A switch that leaves ids as their publisher gave them: nothing can be put into it."""
WORKERS = pathlib.Path("case/workers.py")
"""Where the arithmetic of sealing and verifying is shared out over processors (docs/decisions/009): they parse nothing foreign."""
LOOKS_UP = re.compile(
    r"(^|_)(search|lookup|look_up|find|query|identify|match|profile|trace|track)_.*(person|people|name|handle|phone|face|victim|relative)s?($|_)"
)
RANKS = re.compile(r"score|rank|rating|risk|threat")
OF_PEOPLE = re.compile(r"person|people|account|user|author|member|contact|victim|relative|individual", re.IGNORECASE)
NETWORK = frozenset({"socket", "socketserver", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "websockets", "xmlrpc"}) | frozenset(
    {"ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "paramiko", "boto3", "telethon"}
)
HARMLESS = frozenset({"urllib.parse", "http.HTTPStatus"})
SERVERS = frozenset({"starlette", "uvicorn", "anyio"})
UNSAFE = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"})
STARTS = frozenset({"subprocess", "multiprocessing", "pty"})
OS_STARTS = re.compile(r"^os\.(system|popen|exec\w*|spawn\w*|posix_spawn\w*|fork|forkpty)$")
SHAPELESS = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})


def place(path: pathlib.Path, node: ast.AST) -> str:
    return f"{path.relative_to(SOURCE.parent)}:{getattr(node, 'lineno', 0)}"


@cache
def nodes() -> tuple[tuple[pathlib.Path, ast.AST], ...]:
    return tuple((path, node) for path in FILES for node in ast.walk(parsed(path)))


@cache
def parsed(path: pathlib.Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if each is not None]


def is_search_key(name: str) -> bool:
    """Return whether a parameter is named for what a person is known by."""
    plain = name.strip("-_").replace("-", "_").lower()
    return plain not in SWITCHES and (bool(PERSON_WORDS & set(plain.split("_"))) or plain in PERSON_NAMES)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_no_function_takes_a_person_as_a_search_key() -> None:
    functions = [(path, node) for path, node in nodes() if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = [f"{place(path, node)} {node.name}({name})" for path, node in functions for name in parameters(node) if is_search_key(name)]
    found += [f"{place(path, node)} {node.name}" for path, node in functions if LOOKS_UP.search(node.name)]
    assert found == []


def test_no_function_of_exposure_takes_a_subject() -> None:
    found = [
        f"{place(path, node)} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef) and "exposure" in path.relative_to(SOURCE).parts and "subject" in parameters(node)
    ]
    assert found == []


def test_no_command_takes_a_person_as_a_search_key() -> None:
    if importlib.util.find_spec("counterwatch.cli") is None:
        pytest.skip("there is no command line yet")
    assert [f"{' '.join(path)} {word}" for path, command in commands() for word in spellings(command) if is_search_key(word)] == []


def test_a_command_that_looks_people_up_would_be_seen() -> None:
    shown = click.Command("show", params=[click.Argument(["item"], metavar="HANDLE"), click.Option(["--unit"])])
    tree = dict(below(("cw",), click.Group("cw", commands=[click.Group("posts", commands=[shown])])))
    assert [path for path, command in tree.items() if any(map(is_search_key, spellings(command)))] == [("cw", "posts", "show")]


def test_nothing_scores_or_ranks_a_person() -> None:
    words = [(path, node, getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", None) or "") for path, node in nodes()]
    assert [f"{place(path, node)} {word}" for path, node, word in words if RANKS.search(str(word).lower()) and OF_PEOPLE.search(str(word))] == []


def test_nothing_but_the_local_page_can_open_a_socket() -> None:
    found = []
    for path, node in nodes():
        for name in imported(node):
            top, allowed = name.partition(".")[0], any(name == each or name.startswith(f"{each}.") for each in HARMLESS)
            if (top in NETWORK and not allowed) or (top in SERVERS and "web" not in path.relative_to(SOURCE).parts):
                found.append(f"{place(path, node)} imports {name}")
    assert found == []


def test_only_the_limited_child_process_starts_a_process() -> None:
    found = []
    for path, node in nodes():
        if path.relative_to(SOURCE).parts[0] == "files" or path.relative_to(SOURCE) == WORKERS:
            continue
        found += [f"{place(path, node)} imports {name}" for name in imported(node) if name.partition(".")[0] in STARTS or OS_STARTS.match(name)]
        if isinstance(node, ast.Attribute) and OS_STARTS.match(ast.unparse(node)):
            found.append(f"{place(path, node)} uses {ast.unparse(node)}")
    assert found == []


def test_nothing_runs_text_or_bytes_as_code() -> None:
    found = []
    for path, node in nodes():
        found += [f"{place(path, node)} imports {name}" for name in imported(node) if name.partition(".")[0] in UNSAFE]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec", "compile", "__import__", "print"}:
            found.append(f"{place(path, node)} calls {node.func.id}")
    assert found == []


def test_numpy_files_are_read_without_pickle() -> None:
    found = [
        place(path, node)
        for path, node in nodes()
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False"
    ]
    assert found == []


def test_a_file_is_short_says_what_it_is_and_has_a_name_of_its_own() -> None:
    assert [f"{path.relative_to(SOURCE)}: {fault}" for path in FILES for fault in faults_of(path, path.read_text(encoding="utf-8"))] == []


def faults_of(path: pathlib.Path, text: str) -> Iterator[str]:
    if sum(bool(line.strip()) for line in text.splitlines()) > 200:
        yield "more than 200 lines that are not blank"
    if not ast.get_docstring(ast.parse(text)):
        yield "a module says in one line what it is"
    if SHAPELESS & set(path.with_suffix("").parts[-2:]):
        yield "a name that could hold anything"
    if re.search(r"#\s*(TODO|FIXME|XXX)", text):
        yield "a mark of something left undone"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [("a.py", '"""A."""\n' + "x = 1\n" * 200, "200 lines"), ("a.py", "x = 1", "what it is"), ("utils.py", '"""A."""', "anything"),
     ("a.py", '"""A."""\n# ' + "TODO: x", "undone")],
)  # fmt: skip
def test_a_faulty_file_would_be_seen(name: str, text: str, fault: str) -> None:
    (found,) = faults_of(pathlib.Path(name), text)
    assert fault in found


@pytest.mark.parametrize("name", ["handle", "--phone", "person_name", "who", "face-image", "full_name"])
def test_search_keys_are_recognised(name: str) -> None:
    assert is_search_key(name)


@pytest.mark.parametrize("name", ["name", "unit", "--value", "file", "surface", "whole", "telephone_book"])
def test_other_words_are_not(name: str) -> None:
    assert not is_search_key(name)
