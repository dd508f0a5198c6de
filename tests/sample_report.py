"""Invented documents for the tests of reports: plausible findings of three checks, and hostile names."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from counterwatch import __version__
from counterwatch.core import Attachment, Chart, Estimate, Evidence, Finding, Problem, Rank, Template, Verdict
from counterwatch.report.document import Asked, CustodyLine, Document, Method, Sheet, Since, Verification

DIGITS = Template("sample.digits", "Of {n} last digits in {who}, {zero} are 0, {share:.1%} where 10% would be expected.")
CALM = Template("sample.calm", "The last digits of {n} values of {who} are spread as evenly as counted ones are.")
FLAT = Template("sample.flat", "From {first:date} to {last:date}, daily counts of {who} vary {ratio:s2} times as much as independent events would.")
STARVED = Template("sample.starved", "{who} has {n} values of three digits or more; {needed} are needed.")
HABIT = Template("sample.habit", "{who} looks like a 7-day mean, which makes days depend on each other.")
ROUNDED = Template("sample.rounded", "The source may round to tens before it publishes.")
CARRIED = Template("sample.carried", "A report that arrived late may have been carried over from the day before.")
ASK = Template("sample.ask", "Ask {who} for the figures as first reported, with the time of each report.")
COMPARABLE = Template("sample.comparable", "comparable series")
PER_CENT = Template("sample.unit", "times the expected variance")
NO_LEVEL = Template("sample.no_interval", "no interval: the whole series was counted")
TITLE = Template("sample.title", "Daily values of {who}, and the range that independent events would give")
DAY, CASES = Template("sample.day", "day"), Template("sample.cases", "new cases per day")
UNREAD = Template("sample.unread", "{text} is not a number")
LEVELS = tuple(
    Template(f"sample.level{number}", text)
    for number, text in enumerate(("ledger and signatures", "stored bytes", "contents", "findings recomputed"))
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "--><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "{who}{n:raw}",
    "&lt;b&gt;&amp;",
    "]]><!--",
    "</style><style>@import url(http://example.invalid)</style>",
    "\u202egnp.exe\u202c",
    "\u2067שלום\u2069 \u200fabc",
    "a\x00b\x1b[31mc\u2028d\u2029e\ufeff",
    "نۇر ئۈرۈمچى",
    "ལྷ་ས་གྲོང་ཁྱེར།",
    "湖北省武汉市",
    "x" * 300,
    "🏳️‍🌈 " * 9,
)
PLACES = ("Guangxi", "湖北省", "ئۈرۈمچى", "ལྷ་ས།", "Île-de-France", "Nuevo León", "Hà Nội", "Bayern")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def daily_chart(who: str, *, days: int = 120) -> Chart:
    rows: list[dict[str, Any]] = [
        {"day": f"2020-{3 + day // 30:02d}-{1 + day % 30:02d}", "value": 200 + (day * 37) % 23, "low": 180, "high": 245 + day % 9}
        for day in range(days)
    ]
    x = {"field": "day", "type": "temporal", "title": {"message": "day"}}
    band = {
        "mark": "area",
        "encoding": {"x": x, "y": {"field": "low", "type": "quantitative", "title": {"message": "cases"}}, "y2": {"field": "high"}},
    }
    line = {"mark": "line", "encoding": {"x": x, "y": {"field": "value", "type": "quantitative"}}}
    return Chart(title=TITLE(who=who), spec={"data": {"values": rows}, "layer": [band, line]}, texts={"day": DAY(), "cases": CASES()})


def departing(who: str, number: int = 1, *, charts: bool = True) -> Finding:
    return Finding(
        subject=f"{who} · cases",
        verdict=Verdict.DEPARTS,
        check="figures.underdispersion",
        version=2,
        statement=FLAT(who=who, first="2020-03-02", last="2020-06-29", ratio=0.21 + number / 1000),
        estimate=Estimate(value=0.21 + number / 1000, low=0.15, high=0.34, unit=PER_CENT()),
        p_value=1e-7 * number,
        q_value=min(1.0, 4e-6 * number),
        rank=Rank(position=number, of=800, among=COMPARABLE()),
        limits=(CARRIED(), ROUNDED()),
        steps=(ASK(who=who),),
        evidence=(sha("evidence"),),
        params={"alpha": 0.01, "seed": 0, "window": 7},
        problems=(Problem(message=UNREAD(text="1,2O4"), place="row 14"),),
        charts=(daily_chart(who),) if charts else (),
        attachments=(Attachment.of("weeks.csv", f"week,ratio\n1,{number}\n"),),
        numbers={"windows": 17, "mean_ratio": 0.207, "slope": None},
        software={"counterwatch": __version__, "numpy": "2.4.6", "code": sha("code")},
    )


def quiet(who: str) -> Finding:
    return Finding(
        subject=f"{who} · deaths",
        verdict=Verdict.CONSISTENT,
        check="figures.last_digit",
        statement=CALM(n=312, who=who),
        estimate=Estimate(value=0.031, no_interval=NO_LEVEL()),
        p_value=0.43,
        q_value=0.81,
        limits=(ROUNDED(),),
        evidence=(sha("evidence"),),
        params={"smallest": 100},
    )


def starved(who: str, *, habit: bool = False) -> Finding:
    said = HABIT(who=who) if habit else STARVED(who=who, n=12, needed=100)
    return Finding(subject=f"{who} · tests", verdict=Verdict.NOT_TESTED, check="figures.last_digit", statement=said, evidence=(sha("evidence"),))


def document_of(*findings: Finding, title: str = "Daily figures of eight places", public: bool = False, name: str = "daily.csv") -> Document:
    return Document(
        title=title,
        case_id="case-7f3a",
        head=sha("head"),
        head_seq=7,
        head_time="2026-03-01T10:20:30Z",
        version=__version__,
        public=public,
        findings=findings,
        asked=(Asked(instrument="figures", evidence=(sha("evidence"),), reader="figures.csv", read_with={"unit": "place", "time": "day"}),),
        methods=(
            Method(
                check="figures.underdispersion",
                question="Do daily counts vary as much as independent events would?",
                version=2,
                cites="Invented 2021",
                help="Do daily counts vary as much as independent events would?\n\nEach week is compared with what independent events would give.",
            ),
            Method(
                check="figures.last_digit", question="Are last digits spread evenly, as they are when numbers are counted?", cites="Invented 2012"
            ),
        ),
        evidence=(Evidence(id=sha("evidence"), name=name, size=48213, sha256=sha("evidence"), media_type="text/csv", note=name, source=name),),
        custody=(
            CustodyLine(
                seq=1, time="2026-03-01T10:00:00Z", verb="collect", signer="SHA256:abc", evidence=(sha("evidence"),), names=(name,), note=name
            ),
        ),
        verification=tuple(
            Verification(level=n, name=LEVELS[n](), outcome=("pass", "pass", "fail", "not checked")[n], count=9 - n) for n in range(4)
        ),
        defects=(Problem(message=UNREAD(text=name), place=name),),
        problems=(Problem(message=UNREAD(text="twelve"), place=name),),
        reproduce=("cw verify --rerun case", f"cw report -o report.html # {name}"),
        attachments=(Attachment.of(name, "a,b\n"),),
        signers=("SHA256:abc",),
    )


def one() -> Document:
    return document_of(departing("Guangxi"))


def many(count: int = 500) -> Document:
    makers = (lambda who, n: departing(who, n + 1, charts=n < 6), lambda who, _: quiet(who), lambda who, n: starved(who, habit=n % 2 == 0))
    return document_of(*(makers[0 if n < count * 0.2 else 1 + n % 2](f"{PLACES[n % len(PLACES)]} {n}", n) for n in range(count)))


def hostile() -> Document:
    """A document in which every field that can hold text from outside holds something that wants to be more than text."""
    made = document_of(*(each for text in HOSTILE for each in (departing(text), quiet(text), starved(text))), title=HOSTILE[0], name=HOSTILE[1])
    rows = tuple((text, UNREAD(text=text), text) for text in HOSTILE)
    sheets = tuple(Sheet(title=UNREAD(text=text), header=(text, DAY(), text), rows=rows, said=(UNREAD(text=text),)) for text in HOSTILE[:3])
    return msgspec.structs.replace(
        made, tables=sheets, heard=sheets, received=sheets, case_id=HOSTILE[2], head_time=HOSTILE[3], signers=HOSTILE, reproduce=HOSTILE,
        asked=tuple(
            Asked(
                instrument=text, evidence=(sha(text),), reader=text, planned=(text,), first=(UNREAD(text=text),), marks=(UNREAD(text=text),),
                read_with={text: text},
            )
            for text in HOSTILE
        ),
        evidence=(*made.evidence, *(Evidence(id=sha(text), name=text, size=1, media_type=text, note=text, source=text) for text in HOSTILE)),
        custody=tuple(
            CustodyLine(seq=n, time=text, verb=text, signer=text, evidence=(sha(text),), names=(text,), note=text) for n, text in enumerate(HOSTILE)
        ),
        since=Since(seq=1, time=HOSTILE[0], head=HOSTILE[1], said=tuple(UNREAD(text=text) for text in HOSTILE)),
        methods=tuple(
            msgspec.structs.replace(each, cites=HOSTILE[0], help=each.question + HOSTILE[1], known=UNREAD(text=HOSTILE[0])) for each in made.methods
        ),
    )  # fmt: skip


DOCUMENTS = {"empty": Document(title=""), "one": one(), "five hundred": many(), "hostile": hostile()}
