"""Which column of a file of polling stations is what: by --map first, then by names in many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import COLUMNS_ARE, NO_COLUMN
from counterwatch.figures.reading.profile import IGNORED_NAMES, Profile, profiles

FIELDS = ("registered", "given", "received", "votes", "region")
UNKNOWN_FIELD = Template("figures.station_names.unknown_field", '"{field}" is no field of polling stations')
FIELDS_ARE = Template("figures.station_names.fields_are", "use {fields}, as in --map registered=Voters; several columns are given as votes=A,B")
LACKS = Template("figures.station_names.lacks", "{name} lacks a column for {field}")

PATTERNS = {
    "left out": (
        r"unused|left ?over|lost|spare|postal vote pack|погаш|утрачен|неучтен|открепит|получен|剩|用餘|遺失|"
        r"turnout ?(?:%|percent|rate)|percent|proc|%|率"
    ),
    "invalid": (
        r"invalid|spoil|rejected|informal|недейств|недійсн|無效|无效|廢票|ungültig|\bnuls?\b|\bnulos?\b|blanc|blanco|"
        r"geçersiz|무효|無効|tidak sah|nieważn|باطل"
    ),
    "valid": r"\bvalid|^valid|formal votes|действительн|дійсн|有效|gültig|exprim|válid|geçerli|유효|suara sah|ważn|صحيح",
    "registered": (
        r"regist(?:ered|ration|rés|rado)|electors|electorate|eligible|enrol|on (?:the )?(?:list|roll)|inscri[tp]|"
        r"empadronad|padr[oó]n|censo|wahlberechtigt|избирател\w* *,? *(?:внес|включ|в списк|занес)|зарегистр\w* избир|"
        r"числ\w* избирателей$|виборц\w* внес|選舉人數|选举人数|登記選民|登记选民|登記人數|选民人数|選民人數|選民登記|"
        r"当日有権者|有権者|aventi diritto|kayıtlı seçmen|선거인|유권자|uprawnion|избиратели.*списък|daftar pemilih|"
        r"pemilih terdaftar|cử tri|ناخبين المسجلين|المسجلين|aptos|सूचीबद्ध|मतदाता संख्या"
    ),
    "box": r"в (?:переносн|стационарн)\w* ящик|ballots? in (?:the )?(?:mobile|fixed|portable|stationary)",
    "given": (
        r"^given|ballots? (?:given|issued|handed)|issued|handed out|выдан|видан|發出票|发出票|領票|领票|發票數|"
        r"ausgegeben|délivr|entregad|verilen oy"
    ),
    "received": (
        r"^received|ballots? (?:cast|counted|found|received|in boxes)|turnout_ballots|total ballots|total votes|"
        r"votes? cast|voters? voted|votants|投票數|投票数|投票人數|投票人数|投票者数|總票數|abgegeben|"
        r"votos? (?:totales|emitidos)|votantes|oy kullanan|투표수|обнаруж|приня\w+ участ|взял\w* участ|hlasovalo|"
        r"głosujących|suara masuk|المقترعين|comparecim"
    ),
    "leader": r"^leader|leader_votes|^winner|лидер|領先|领先|incumbent votes",
    "region": (
        r"region|oblast|^state$|province|constituency|district|territor|riding|область|регион|край|субъект|округ|省|"
        r"縣市|县市|選區|选区|行政區|地區|地区|r[ée]gion|d[ée]partement|provincia|wahlkreis|bundesland|il adı|tỉnh|"
        r"kabupaten|ولاية|محافظة|རྫོང|ۋىلايەت"
    ),
    "station": (
        r"station|precinct|polling|участ|уик|投票所|投開票所|票站|bureau|\bmesa\b|sandık|secci[oó]n|seç[ãa]o|投票区|"
        r"obwód|tps"
    ),
}
KNOWN = {field: re.compile(pattern, re.IGNORECASE) for field, pattern in PATTERNS.items()}
TOTAL = re.compile(r"total|всего|合計|合计|總計|总计|gesamt|toplam", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRoles:
    """The columns of each field; several are added up. `named` says that `parties` are votes; otherwise their numbers must tell."""

    registered: tuple[str, ...]
    given: tuple[str, ...]
    received: tuple[str, ...]
    parties: tuple[str, ...]
    region: str | None
    station: str | None
    named: bool


def station_roles(grid: Grid, columns: Columns) -> StationRoles | None:
    """Return what each column is; `None` where neither the user nor the names say that the rows are polling stations."""
    mapped = _mapped(grid, columns)
    known = profiles(grid.frame)
    if not mapped and any(each.looks == "time" and grid.frame[each.name].n_unique() > 1 for each in known):
        return None
    named = {each.name: _field(each) for each in known}
    held = {field: tuple(name for name, is_ in named.items() if is_ == field) for field in PATTERNS}
    used = {name for names in mapped.values() for name in names}
    box, valid = held["box"], (*held["valid"][:1], *held["invalid"][:1]) if held["valid"] else ()
    roles = StationRoles(
        registered=mapped.get("registered") or held["registered"][:1],
        given=mapped.get("given") or _whole_or_parts(held["given"]),
        received=mapped.get("received") or held["received"][:1] or box or valid,
        parties=mapped.get("votes") or held["leader"][:1] or tuple(each for each, is_ in named.items() if is_ == "party" and each not in used),
        region=next(iter(mapped.get("region") or held["region"]), None),
        station=next(iter(held["station"]), None),
        named="votes" in mapped or bool(held["leader"]),
    )
    lacking = next((field for field in ("registered", "received", "votes") if not _has(roles, field)), None)
    if lacking is None:
        return roles
    if mapped:
        raise WrongUsage(LACKS(name=grid.name, field=lacking), hint=FIELDS_ARE(fields=", ".join(FIELDS)))
    return None


def _has(roles: StationRoles, field: str) -> bool:
    found = {"registered": roles.registered, "received": roles.received or roles.given, "votes": roles.parties}
    return bool(found[field])


def _field(column: Profile) -> str:
    words = column.name.replace("_", " ")
    for field, pattern in KNOWN.items():
        text = field in ("region", "station")
        if (pattern.search(column.name) or pattern.search(words)) and (text or column.looks == "number"):
            return field
    return "party" if column.looks == "number" and not IGNORED_NAMES.match(column.name.strip()) else ""


def _whole_or_parts(names: tuple[str, ...]) -> tuple[str, ...]:
    whole = tuple(each for each in names if TOTAL.search(each))
    return whole[:1] or names


def _mapped(grid: Grid, columns: Columns) -> dict[str, tuple[str, ...]]:
    """Return the columns that --map gives to fields of stations; a mapping of panels alone says nothing about stations."""
    if not set(columns.map) & set(FIELDS):
        return {}
    wrong = next((each for each in columns.map if each not in FIELDS), None)
    if wrong is not None:
        raise WrongUsage(UNKNOWN_FIELD(field=wrong), hint=FIELDS_ARE(fields=", ".join(FIELDS)))
    return {field: _named(grid, text) for field, text in columns.map.items()}


def _named(grid: Grid, text: str) -> tuple[str, ...]:
    """Return one column, or several between commas; a column whose own name has a comma is found first."""
    names = (text,) if text in grid.frame.columns else tuple(each.strip() for each in text.split(","))
    for each in names:
        if each not in grid.frame.columns:
            shown = ", ".join(name[:40] for name in grid.frame.columns[:30])
            raise WrongUsage(NO_COLUMN(column=each, name=grid.name), hint=COLUMNS_ARE(columns=shown))
    return names
