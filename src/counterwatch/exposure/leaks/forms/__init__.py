"""Every form in which an identifier may travel, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from counterwatch.exposure.leaks.forms.address import account_forms, address_forms
from counterwatch.exposure.leaks.forms.device import device_forms, document_forms
from counterwatch.exposure.leaks.forms.email import email_forms
from counterwatch.exposure.leaks.forms.form import Exactness, Form
from counterwatch.exposure.leaks.forms.name import name_forms
from counterwatch.exposure.leaks.forms.place import place_forms
from counterwatch.exposure.leaks.forms.telephone import telephone_forms
from counterwatch.exposure.persona import Identifier, Kind

KINDS: dict[Kind, Callable[[str], Iterable[Form]]] = {
    "phone": telephone_forms, "email": email_forms, "name": name_forms, "id": document_forms, "device": device_forms, "place": place_forms,
    "address": address_forms, "account": account_forms,
}  # fmt: skip


def forms(identifier: Identifier) -> list[Form]:
    """Return the forms of an identifier, each text once, the most natural first.

    What is none of its kind has the one form in which it stands; no error may tell of it, since its text would hold the value.
    """
    found = dict[str, Form]()
    for each in _made(identifier):
        known = found.setdefault(each.text, each)
        if each.hashed and not known.hashed:
            found[each.text] = Form(text=known.text, name=known.name, exactness=known.exactness, hashed=True)
    return list(found.values())


def _made(identifier: Identifier) -> list[Form]:
    from phonenumbers import NumberParseException

    try:
        return list(KINDS[identifier.kind](identifier.value))
    except (ValueError, NumberParseException):
        return [Form(text=identifier.value, name="as entered")]


__all__ = ["KINDS", "Exactness", "Form", "forms"]
