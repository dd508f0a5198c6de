"""Every sentence can be read in every language, says the same there, and names no culprit anywhere."""

import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from counterwatch.core.message import FIELD
from messages import CATALOGS, LANGUAGES, is_complete, read, updated, written
from templates import NotALiteral, Sentence, sentences

SENTENCES = sentences()
CULPRIT = re.compile(
    r"\b(fraud\w*|fak(e|es|ed|ing)|manipulat\w*|lied|liars?|lying|cheat\w*|bots?|troll\w*|falsif\w*|fabricat\w*|forger\w*|rigged|doctored|cooked)\b"
    # Numbers may lie between others; nobody else may.
    r"|\blies?\b(?! (above|below|beside|between|beyond|in|inside|near|on|outside|under|within)\b)",
    re.IGNORECASE,
)

every_language = pytest.mark.parametrize("language", LANGUAGES)


def gaps(text: str) -> set[tuple[str, str]]:
    return set(FIELD.findall(text))


def test_each_sentence_has_an_identifier_of_its_own() -> None:
    ids = [each.id for each in SENTENCES]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


SAID = """
import importlib.util, json
from counterwatch.core import registry
from counterwatch.core.message import TEMPLATES
registry.scan()
for room in ("cli.main", "web", "api"):
    if importlib.util.find_spec("counterwatch." + room.partition(".")[0]):
        importlib.import_module("counterwatch." + room)
print(json.dumps([(each.id, each.english, each.many) for each in TEMPLATES.values()]))
"""


def test_what_is_said_at_run_time_stands_in_the_source() -> None:
    done = subprocess.run([sys.executable, "-c", SAID], capture_output=True, check=True)
    said = {tuple(each) for each in json.loads(done.stdout)}
    rooms = tuple({f"{each.id.partition('.')[0]}." for each in SENTENCES})
    assert {each for each in said if each[0].startswith(rooms)} <= {(each.id, each.english, each.many) for each in SENTENCES}


def test_a_sentence_begins_with_its_room_and_closes_its_gaps() -> None:
    assert [f"{each.file}:{each.line}: {fault}" for each in SENTENCES for fault in faults_of(each)] == []


def faults_of(sentence: Sentence) -> Iterator[str]:
    room = pathlib.PurePosixPath(sentence.file).parts[1].removesuffix(".py")
    if not sentence.id.startswith(f"{room}."):
        yield f"the identifier begins with {room!r}"
    if not sentence.english.strip():
        yield "it says nothing"
    if any(re.search(r"[{}]", FIELD.sub("", text)) for text in (sentence.english, sentence.many)):
        yield "a gap that nothing fills"


@pytest.mark.parametrize(
    ("id", "english", "fault"), [("report.a", "x", "begins with"), ("core.a", " ", "says nothing"), ("core.a", "{x", "gap"), ("core.a", "{X}", "gap")]
)
def test_a_faulty_sentence_would_be_seen(id: str, english: str, fault: str) -> None:
    (found,) = faults_of(Sentence(id=id, english=english, many="", file="counterwatch/core/file.py", line=1))
    assert fault in found


def test_a_sentence_names_no_culprit() -> None:
    found = [(each, CULPRIT.search(f"{each.english} {each.many}")) for each in SENTENCES]
    assert [f"{each.file}:{each.line} says {said[0]!r}" for each, said in found if said] == []


@pytest.mark.parametrize("words", ["these figures are fake", "officials lie about it", "Fabricated by hand", "a bot wrote it", "they lied"])
def test_a_culprit_would_be_seen(words: str) -> None:
    assert CULPRIT.search(words)


@pytest.mark.parametrize("words", ["where all ten would lie in 95 % of series", "both departs and consistent", "the values lie between 1 and 9"])
def test_other_words_are_free(words: str) -> None:
    assert not CULPRIT.search(words)


@every_language
def test_catalogs_are_current(language: str) -> None:
    path = CATALOGS / f"{language}.po"
    assert path.read_text(encoding="utf-8") == written(updated(read(path), SENTENCES), language), "run: uv run python tools/messages.py"


@every_language
def test_every_sentence_is_translated(language: str) -> None:
    missing = [str(each.context) for each in read(CATALOGS / f"{language}.po") if each.id and not is_complete(each)]
    known = {each.context for each in read(CATALOGS / f"{language}.po") if each.id}
    missing += [each.id for each in SENTENCES if each.id not in known]
    assert not missing, f"{len(missing)} of {len(SENTENCES)} sentences have no {language} translation: {', '.join(missing[:10])}"


@every_language
def test_translations_have_the_same_gaps(language: str) -> None:
    for message in read(CATALOGS / f"{language}.po"):
        if not message.id or not is_complete(message):
            continue
        one, many = (str(message.id[0]), str(message.id[1])) if not isinstance(message.id, str) else (message.id, message.id)
        forms = [message.string] if isinstance(message.string, str) else [str(form) for form in message.string or ()]
        assert len(forms) == (1 if isinstance(message.id, str) or language != "fr" else 2), f"{message.context}: number of plural forms"
        assert gaps(forms[-1]) == gaps(many), f"{message.context}: {forms[-1]!r}"
        assert gaps(forms[0]) in (gaps(one), gaps(many)), f"{message.context}: {forms[0]!r}"
        assert not any(re.search(r"[{}]", FIELD.sub("", form)) for form in forms), f"{message.context}: a gap that nothing fills"


def sentence(english: str, many: str = "") -> Sentence:
    return Sentence(id="core.file.said", english=english, many=many, file="counterwatch/core/file.py", line=1)


def test_updating_keeps_translations_and_drops_those_of_another_text(tmp_path: pathlib.Path) -> None:
    old = Catalog(locale="fr")
    old.add(("{n} day", "{n} days"), ("{n} jour", "{n} jours"), flags=["fuzzy"], context="core.file.said")
    old.add("gone", "parti", context="core.file.gone")
    kept = updated(old, [sentence("{n} day", "{n} days")])
    path = tmp_path / "fr.po"
    path.write_text(written(kept, "fr"), encoding="utf-8")
    (message,) = [each for each in read(path) if each.id]
    assert message.string == ("{n} jour", "{n} jours")
    assert message.fuzzy, "still unreviewed"
    (changed,) = [each for each in updated(old, [sentence("{n} week", "{n} weeks")]) if each.id]
    assert not is_complete(changed)


@pytest.mark.parametrize(
    "line", ['SAID = Template(f"core.{x}", "y")', 'def f():\n    return Template("core.a", "y")', 'A = Template("core.a", "b" + c)']
)
def test_a_sentence_that_is_not_a_literal_constant_is_named(tmp_path: pathlib.Path, line: str) -> None:
    (tmp_path / "file.py").write_text(line)
    with pytest.raises(NotALiteral, match=r"file\.py:[12]"):
        sentences(tmp_path)
