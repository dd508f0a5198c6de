"""What an owner types, made into the value that is kept: each kind has its rule, and a refusal never repeats what was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NoReturn

from counterwatch.core import Message, Template, WrongUsage
from counterwatch.exposure.leaks.canonical import telephone
from counterwatch.exposure.leaks.forms.device import plain
from counterwatch.exposure.persona import Kind

NOT_PHONE = Template("exposure.typed.not_phone", "this is not a telephone number that can be dialled")
PHONE_HINT = Template("exposure.typed.phone_hint", "begin with a plus and the code of the country, or name the region: --region TR")
NOT_EMAIL = Template("exposure.typed.not_email", "this is not an e-mail address")
EMAIL_HINT = Template("exposure.typed.email_hint", "it has one @ and a domain with a dot after it")
NOT_NAME = Template("exposure.typed.not_name", "this is not a name that can be looked for")
NAME_HINT = Template(
    "exposure.typed.name_hint", "enter the whole name with a space between its parts, once for each script; one letter alone is too little"
)
NOT_ID = Template("exposure.typed.not_id", "this is not a number of a document")
ID_HINT = Template("exposure.typed.id_hint", "enter all its letters and digits, five at least; what parts them does not matter")
NOT_DEVICE = Template("exposure.typed.not_device", "this is not the number of a device")
DEVICE_HINT = Template(
    "exposure.typed.device_hint", "enter a MAC address, an IMEI, an advertising or a serial number; one of zeros only stands for none"
)
NOT_PLACE = Template("exposure.typed.not_place", "this is not a place in degrees")
PLACE_HINT = Template("exposure.typed.place_hint", "enter latitude, then longitude, each with three decimals at least, as in 35.2100,25.1300")
NOT_ADDRESS = Template("exposure.typed.not_address", "this is not a postal address that can be looked for")
ADDRESS_HINT = Template("exposure.typed.address_hint", "enter street, number and town with commas between them, eight letters at least")
NOT_ACCOUNT = Template("exposure.typed.not_account", "this is not a name or number of an account")
ACCOUNT_HINT = Template("exposure.typed.account_hint", "enter what stands after the @, without spaces, four letters at least, and the platform")

EMAIL = re.compile(r"[^\s@<>\"(),:;]{1,64}@([^\s@.<>\"(),:;]+\.)+[^\s@.<>\"(),:;]{2,63}")
PLACE = re.compile(r"([-+]?\d{1,3}\.\d{3,16})°?\s*[,;\s]\s*([-+]?\d{1,3}\.\d{3,16})°?")
NO_DEVICE = frozenset({"020000000000", "FFFFFFFFFFFF", "004999010640000"})
"""What a device tells in place of a number of its own."""
DECIMALS = 7


def value_of(kind: Kind, typed: str, region: str) -> str:
    """Return the value that is kept for what was typed, or raise `WrongUsage` with a text that does not hold it."""
    return RULES[kind](_seen(typed), region)


def _seen(typed: str) -> str:
    """Return a text in one line, without what nobody sees."""
    text = unicodedata.normalize("NFC", typed)
    return " ".join("".join(each for each in text if unicodedata.category(each) not in {"Cf", "Cc", "Cs"} or each.isspace()).split())


def _wide(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _phone(text: str, region: str) -> str:
    return telephone(text, region) or _refuse(NOT_PHONE(), PHONE_HINT())


def _email(text: str, _region: str) -> str:
    address = _wide(text).removeprefix("mailto:").strip("<> ")
    if not EMAIL.fullmatch(address) or ".." in address:
        _refuse(NOT_EMAIL(), EMAIL_HINT())
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _name(text: str, _region: str) -> str:
    letters = [each for each in text if each.isalpha()]
    if len(letters) < 2 or len(text.encode()) < 4 or any(each in text for each in "@/\\<>"):
        _refuse(NOT_NAME(), NAME_HINT())
    return text


def _id(text: str, _region: str) -> str:
    number = _wide(text)
    bare = plain(number)
    if len(bare) < 5 or not bare.isalnum() or len(set(bare)) == 1:
        _refuse(NOT_ID(), ID_HINT())
    return number.upper()


def _device(text: str, _region: str) -> str:
    number = _wide(text)
    bare = plain(number)
    if len(bare) < 8 or not bare.isalnum() or not bare.isascii() or len(set(bare)) == 1 or bare in NO_DEVICE:
        _refuse(NOT_DEVICE(), DEVICE_HINT())
    return number


def _place(text: str, _region: str) -> str:
    found = PLACE.fullmatch(_wide(text).strip("() "))
    if found is None:
        _refuse(NOT_PLACE(), PLACE_HINT())
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (abs(latitude) < 0.01 and abs(longitude) < 0.01):
        _refuse(NOT_PLACE(), PLACE_HINT())
    return f"{round(latitude, DECIMALS)},{round(longitude, DECIMALS)}"


def _address(text: str, _region: str) -> str:
    if len(text.encode()) < 8 or not any(each.isalpha() for each in text):
        _refuse(NOT_ADDRESS(), ADDRESS_HINT())
    return text


def _account(text: str, _region: str) -> str:
    name = _wide(text).removeprefix("@")
    if len(name.encode()) < 4 or " " in name:
        _refuse(NOT_ACCOUNT(), ACCOUNT_HINT())
    return name


def _refuse(message: Message, hint: Message) -> NoReturn:
    raise WrongUsage(message, hint=hint)


RULES: dict[Kind, Callable[[str, str], str]] = {
    "phone": _phone, "email": _email, "name": _name, "id": _id, "device": _device, "place": _place, "address": _address, "account": _account,
}  # fmt: skip
