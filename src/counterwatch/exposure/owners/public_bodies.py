"""Names below which a registry lets nobody but public bodies of its country register: whoever answers there, the seat is known.

Written from what registries publish (CNNIC, TWNIC, HKIRC, TR-NIC, NIXI, SaudiNIC, the policies of `gov.uk`, `gouv.fr` and others), for countries
whose registry says so. A name that is not here is not thereby one of companies.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from counterwatch.exposure.owner import Owner

SEEN = "2026-11-28"
NOTE = "only public bodies of the country can register below it; which one answers is not known"
SUFFIXES = """
    gov.ae gov.af gov.al gov.am gov.ao gov.ar gob.ar gv.at gov.au gov.az gov.ba gov.bd gov.bf gov.bg gov.bh gob.bo gov.br gov.bt gov.by gc.ca
    gov.cd gob.cl gov.cl gov.cn gov.co gob.cu gov.cy gov.cz gov.dz gob.ec gov.ee gov.eg gob.es gov.et gouv.fr gov.ge gov.gh gov.gr gob.gt gov.hk
    gov.hu gov.ie gov.il gov.in gov.iq gov.ir gov.it gov.jo go.jp lg.jp go.ke gov.kg gov.kh go.kr gov.kw gov.kz gov.la gov.lb gov.lk gov.lt gov.lv
    gov.ly gov.ma gov.md gov.mk gov.mm gov.mn gov.mo gov.mt gov.mv gob.mx gov.my gov.ng gob.ni gov.np govt.nz gov.om gob.pa gob.pe gov.ph gov.pk
    gov.pl gov.ps gov.pt gov.py gov.qa gov.ro gov.rs gov.ru gov.rw gov.sa gov.sd gov.sg gov.si gov.sk gob.sv gov.sy gov.tj gov.tm gov.tn gov.tr
    gov.tw go.tz gov.ua go.ug gov.uk gub.uy gov.uz gob.ve gov.vn gov.ye gov.za gov.zm gov.zw go.th mil.kr police.uk nhs.uk
"""
OTHERS = {"gov": "US", "mil": "US"}
SEATS = {"uk": "GB"}


def public_body(host: str) -> Owner | None:
    """Return what is known of whoever answers below such a name, or None for a name that is none of them, or is one itself."""
    _, _, above = host.partition(".")
    while above:
        if (owner := _known().get(above)) is not None:
            return owner
        above = above.partition(".")[2]
    return None


@cache
def _known() -> Mapping[str, Owner]:
    seats = {suffix: _seat(suffix) for suffix in SUFFIXES.split()} | OTHERS
    return {
        suffix: Owner(
            name=f"public body ({suffix})", seat=seat, basis="listed", category="government", rule=suffix, list="counterwatch", date=SEEN, note=NOTE,
            source="policy of the registry",
        )
        for suffix, seat in seats.items()
    }  # fmt: skip


def _seat(suffix: str) -> str:
    country = suffix.rpartition(".")[2]
    return SEATS.get(country, country.upper())
