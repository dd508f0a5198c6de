"""What stops a row: a protected term, or what points at a private person, in a field where neither belongs; told by kind, never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from counterwatch.core import Message, Template
from counterwatch.incidents.personal import Kind, personal_in

FREE = ("summary", "host_place", "response", "organisation", "basis", "basis_2")
"""Fields of free text that are looked through for what points at persons."""

COLUMNS = frozenset(
    {
        "name", "names", "full_name", "first_name", "last_name", "surname", "victim", "victim_name", "nom", "prénom", "nom_complet",
        "phone", "telephone", "téléphone", "tel", "mobile", "email", "e-mail", "mail", "passport", "passport_no", "passeport", "id_card",
        "national_id", "address", "home_address", "adresse", "handle", "username", "wechat", "date_of_birth", "birthdate", "birthday",
        "姓名", "名字", "当事人", "當事人", "电话", "電話", "手机", "手機", "邮箱", "郵箱", "护照", "護照", "护照号",
        "護照號", "身份证", "身份證", "身份证号", "身份證號", "地址", "住址", "微信", "微信号", "出生日期", "生日",
    }
)  # fmt: skip
"""Columns that hold what a person is known by, under their usual names."""

CONTACT = Template("incidents.rows.contact", "this holds what looks like a telephone number or an e-mail address; seal it as evidence instead")
LOOKS_LIKE = Template("incidents.guard.looks_like", "this holds what looks like {kind}; it does not belong here: seal it as evidence instead")
NAMED = Template("incidents.guard.named", "this names a person by a form of address and a name; say what they are, such as «a journalist», not who")
PROTECTED = Template("incidents.guard.protected", "this holds a term that this case protects; say what or who it is without it")
KINDS: Mapping[Kind, Template] = {
    "identity_number": Template("incidents.guard.identity_number", "the number of an identity card"),
    "passport": Template("incidents.guard.passport", "the number of a passport"),
    "bank_card": Template("incidents.guard.bank_card", "the number of a bank card"),
    "bank_account": Template("incidents.guard.bank_account", "the number of a bank account"),
    "device": Template("incidents.guard.device", "the number of a telephone as a device (IMEI)"),
    "address": Template("incidents.guard.address", "an address with street and number"),
    "coordinates": Template("incidents.guard.coordinates", "coordinates finer than two decimals, which point at a house"),
}


def is_personal_column(column: str) -> bool:
    """Is a column called as what a person is known by?"""
    return column.strip().casefold().replace(" ", "_") in COLUMNS


def stopped(cells: Mapping[str, str], others: Iterable[str], *, region: str, holds: Callable[[str], bool]) -> Iterator[tuple[str, Message]]:
    """Yield each field that stops its row, with the reason. `others` are columns that have no place in an incident and are kept as they are."""
    for name in (*FREE, *others):
        text = cells.get(name, "")
        if text and (reason := _reason(text, region if name in FREE else "", holds, is_free=name in FREE)):
            yield name, reason


def pointing_at(text: str, *, region: str = "", is_free: bool = True) -> Message | None:
    """Return what of a private person a text holds, by kind; None where it holds nothing that is recognised."""
    kind = personal_in(text, region=region)
    # A column of coordinates is told of once, and stays within the case.
    if kind is None or (kind == "coordinates" and not is_free):
        return None
    if kind in ("e_mail", "telephone"):
        return CONTACT()
    return NAMED() if kind == "name" else LOOKS_LIKE(kind=KINDS[kind]())


def _reason(text: str, region: str, holds: Callable[[str], bool], *, is_free: bool) -> Message | None:
    return PROTECTED() if holds(text) else pointing_at(text, region=region, is_free=is_free)
