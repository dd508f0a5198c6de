"""The form as bytes: small, closed to every network, neutral, and the same again."""

from __future__ import annotations

import base64
import hashlib
import re

import msgspec
import pytest

from counterwatch.incidents.intake.form import LARGEST, make_form
from counterwatch.incidents.intake.limits import ANSWERS, CLASSES, MOST_BYTES, MOST_JSON, SCOPES, TAGS, body_of, class_of
from counterwatch.incidents.intake.record import fingerprint
from forms_of_intake import INTAKE, SECRET, Elements, form
from intake_submissions import build_of

REACHES_OUT = re.compile(
    rb"(?i)https?:|//[a-z0-9-]+\.[a-z]{2}|XMLHttpRequest|\bfetch\b|WebSocket|EventSource|sendBeacon|RTCPeer|importScripts|\bWorker\b|\bimport\s*\("
)
REMEMBERS = re.compile(rb"(?i)localStorage|sessionStorage|indexedDB|\bcookie|\bhistory\b|pushState|\bcaches\b|clipboard|serviceWorker|window\.name")
RUNS_TEXT = re.compile(rb"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\bon[a-z]+\s*=\s*\"", re.IGNORECASE)
LOADS = {"src", "href", "srcset", "action", "formaction", "poster", "background", "ping", "data", "manifest"}


def program() -> str:
    return next(text for attributes, text in Elements(form().page).named("script") if not attributes)


def test_six_languages_stay_below_two_hundred_kilobytes() -> None:
    assert len(form().page) <= LARGEST == 200_000
    assert form().built.size == len(form().page)


def test_the_policy_permits_the_two_hashes_and_nothing_else() -> None:
    elements = Elements(form().page)
    (policy,) = [each["content"] for each, _ in elements.named("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    (style,) = [text for _, text in elements.named("style")]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (program(), style)]
    assert policy == (f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; base-uri 'none'; form-action 'none'")
    assert [attributes for attributes, _ in elements.named("script")] == [{"type": "application/json", "id": "build"}, {}]


def test_nothing_of_it_reaches_out_remembers_or_runs_text() -> None:
    page = form().page
    assert [each.findall(page) for each in (REACHES_OUT, REMEMBERS, RUNS_TEXT)] == [[], [], []]
    elements = Elements(page).found
    assert [(tag, LOADS & attributes.keys()) for tag, attributes, _ in elements if LOADS & attributes.keys()] == []
    assert {tag for tag, _, _ in elements} & {"a", "img", "iframe", "object", "embed", "link", "base", "svg", "audio", "video"} == set()
    assert not [attributes for _, attributes, _ in elements if {"style"} & attributes.keys() or any(name.startswith("on") for name in attributes)]


@pytest.mark.parametrize("text", ["location.href='https://a.example'", "//a.example/x", "localStorage.x", "document.cookie", "eval(x)"])
def test_a_form_that_did_would_be_seen(text: str) -> None:
    assert any(each.search(text.encode()) for each in (REACHES_OUT, REMEMBERS, RUNS_TEXT))


def test_its_title_says_nothing_and_the_program_is_not_named() -> None:
    page = form().page
    assert Elements(page).named("title") == [({}, "Form")]
    assert b"counterwatch" not in page.lower()
    assert b"label_from" not in page.partition(b'<script type="application/json"')[0]


def test_the_browser_is_asked_to_tell_and_keep_nothing() -> None:
    elements = Elements(form().page)
    named = {each.get("name"): each.get("content") for each, _ in elements.named("meta")}
    assert named["referrer"] == "no-referrer"
    assert named["google"] == "notranslate"
    assert elements.named("html")[0][0]["translate"] == "no"
    assert elements.named("form")[0][0] == {"autocomplete": "off", "novalidate": None}
    fields = [attributes for attributes, _ in elements.named("textarea")]
    assert all(each["autocomplete"] == "off" and each["spellcheck"] == "false" and each["dir"] == "auto" for each in fields)
    assert not [each for each in fields if "name" in each]


def test_it_asks_what_the_format_holds_and_nothing_more() -> None:
    elements = Elements(form().page)
    asked = {str(attributes["id"]): int(str(attributes["maxlength"])) for attributes, _ in elements.named("textarea")}
    assert asked == dict(ANSWERS)
    assert list(asked) == list(ANSWERS)
    kinds = [(attributes["type"], attributes.get("value")) for attributes, _ in elements.named("input")]
    assert kinds == [*(("radio", scope) for scope in SCOPES), ("checkbox", None), ("file", None)]


def test_consent_is_asked_before_anything_else() -> None:
    page = form().page.decode()
    places = [page.index(each) for each in ('id="consent"', 'id="confirm"', 'id="what"', 'id="contact"', 'id="files"', 'id="save"')]
    assert places == sorted(places)
    checked = [attributes["value"] for attributes, _ in Elements(form().page).named("input") if "checked" in attributes]
    assert checked == ["none"]


def test_without_scripts_it_says_so_in_each_language_and_shows_nothing_else() -> None:
    page = form().page
    said = page[page.index(b'<div id="idle">') : page.index(b"<main hidden>")].decode()
    build = build_of(page)
    assert re.findall(r'<p lang="([^"]+)"', said) == list(TAGS)
    assert all(each["texts"]["danger_script"] in said for each in build["languages"])
    assert "hidden" in Elements(page).named("main")[0][0]


def test_uyghur_is_written_from_the_right() -> None:
    assert {each["tag"]: each["dir"] for each in build_of(form().page)["languages"]} == dict.fromkeys(TAGS, "ltr") | {"ug": "rtl"}


def test_the_same_intake_and_options_give_the_same_bytes_and_any_other_others() -> None:
    made = [make_form(INTAKE, languages=TAGS).page, make_form(INTAKE, languages=TAGS[::-1]).page]
    assert made[0] == made[1] == form().page
    other = msgspec.structs.replace(INTAKE, id="0" * 32)
    pages = [form().page, form("en").page, form(title="Notes").page, form(organisation="Some body").page, make_form(other, languages=TAGS).page]
    assert len(set(pages)) == len(pages)


def test_the_build_id_can_be_computed_from_the_file_alone() -> None:
    made = form()
    build = build_of(made.page)["build"]
    assert made.page.count(build.encode()) == 1
    assert hashlib.sha256(made.page.replace(build.encode(), b"0" * 64)).hexdigest() == build == made.built.build
    assert hashlib.sha256(made.page).hexdigest() == made.built.sha256


def test_the_fingerprint_stands_in_the_page_and_can_be_computed_by_hand() -> None:
    number = int(hashlib.sha256(INTAKE.recipient.encode()).hexdigest(), 16) % 10**40
    groups = [f"{number:040d}"[at : at + 5] for at in range(0, 40, 5)]
    assert fingerprint(INTAKE.recipient) == " ".join(groups)
    assert [text.strip() for _, text in Elements(form().page).named("span") if text.strip().isdecimal()] == groups


def test_the_secret_key_is_not_in_it() -> None:
    assert SECRET.encode() not in form().page
    assert SECRET.partition("KEY-1")[2].encode() not in form().page
    assert SECRET not in repr(INTAKE)


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "</title><img src=x>", "<!--<script>", '"><b>', "{{7*7}}"])
def test_a_title_or_name_that_looks_like_a_page_stays_text(text: str) -> None:
    page = make_form(INTAKE, languages=["en"], title=text, organisation=text).page
    plain = Elements(form("en").page)
    assert build_of(page)["title"] == build_of(page)["organisation"] == text
    assert [tag for tag, _, _ in Elements(page).found if tag != "p"] == [tag for tag, _, _ in plain.found if tag != "p"]


def test_every_form_carries_the_licences_of_what_is_inside() -> None:
    page = form("en").page
    for said in (b"Copyright 2023 The age Authors", b"Copyright (c) 2022 Paul Miller", b"The MIT License (MIT)", b"THIS SOFTWARE IS PROVIDED"):
        assert said in page


def test_the_classes_hold_what_the_limits_permit() -> None:
    assert class_of(27 + MOST_JSON + MOST_BYTES) == CLASSES[-1]
    assert [class_of(each) for each in CLASSES] == list(CLASSES)
    assert [class_of(each + 1) for each in CLASSES[:-1]] == list(CLASSES[1:])
    with pytest.raises(ValueError, match="no envelope"):
        class_of(CLASSES[-1] + 1)
    assert [168 + body_of(each) for each in CLASSES[:2]] == [65_736, 262_392]
    # Every answer as long as it may be, each unit three bytes of UTF-8 or an escape of six: the JSON stays below its limit.
    assert 6 * (sum(ANSWERS.values()) + 20 * 120) + 10_000 < MOST_JSON
