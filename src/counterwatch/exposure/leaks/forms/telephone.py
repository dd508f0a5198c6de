"""A telephone number as apps write it: with and without the code of the country, in groups, in full-width digits, masked."""

from __future__ import annotations

from collections.abc import Iterator

from counterwatch.exposure.leaks.forms.form import Form

DIGITS = {
    "full width": str.maketrans("0123456789+", "０１２３４５６７８９＋"),
    "Arabic digits": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "Persian digits": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
GROUPED = ("-", ".", " ", "\u00a0", "")
MASK = "****"
FEWEST_MASKED = 10


def telephone_forms(number: str) -> Iterator[Form]:
    """Yield the forms of a number in E.164."""
    import phonenumbers

    parsed = phonenumbers.parse(number, None)
    code, rest = str(parsed.country_code), phonenumbers.national_significant_number(parsed)
    style = phonenumbers.PhoneNumberFormat
    national, international = (phonenumbers.format_number(parsed, each) for each in (style.NATIONAL, style.INTERNATIONAL))
    dialled = "".join(each for each in national if each.isdigit())
    plain = (("E.164", number), ("digits", code + rest), ("with 00", f"00{code}{rest}"), ("national", dialled), ("without trunk digit", rest))
    for name, text in plain:
        yield Form(text=text, name=name, hashed=True)
        yield from (Form(text=text.translate(digits), name=f"{name}, {called}") for called, digits in DIGITS.items())
    yield Form(text=f"{code}0{rest}", name="with trunk digit")
    yield from _grouped(code, rest, national, international.removeprefix("+").removeprefix(code).strip())
    if len(rest) >= FEWEST_MASKED:
        yield Form(text=f"{rest[:3]}{MASK}{rest[-4:]}", name="masked", exactness="coarse")


def _grouped(code: str, rest: str, national: str, local: str) -> Iterator[Form]:
    """Yield the number in groups, with each way to part them."""
    yield Form(text=national, name="national, in groups")
    for start in (f"+{code} ", f"+{code}", f"{code} ", f"00{code} "):
        yield Form(text=start + national, name="international, in groups")
    for groups in {local, national, rest}:
        pieces = "".join(each if each.isdigit() else " " for each in groups).split()
        for mark in GROUPED:
            yield Form(text=mark.join(pieces), name="national, in groups")
            for start in (f"+{code}", code, f"00{code}"):
                for between in {mark, " ", "-"}:
                    yield Form(text=f"{start}{between}{mark.join(pieces)}", name="international, in groups")
            yield Form(text=f"(+{code}){mark.join(pieces)}", name="international, in groups")
