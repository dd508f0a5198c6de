"""The demonstration: real packaged data through every instrument that is there, into a case, a report and its verification."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from counterwatch.api.answer import Answer
from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.claims import ask_claim
from counterwatch.api.coordination import ask_coordination
from counterwatch.api.figures import ask_figures
from counterwatch.api.identity import ask_identity
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.api.incidents_check import ask_incidents
from counterwatch.api.report import write_report
from counterwatch.api.verify import verify
from counterwatch.case import Verification
from counterwatch.coordination.setup import PostsSetup
from counterwatch.core import Evidence, Finding, Template, Verdict, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet

DATA = "jhu_covid_daily.csv"
SOURCE = "Johns Hopkins University CSSE, global time series as of 2023-03-09, CC BY 4.0, provinces summed, 80 countries"
POSTS = "german_elections_2021.parquet"
POSTS_SOURCE = "Righetti et al. 2022, german_elections of the R package CooRTweet, MIT licence; numbers stand in place of accounts and posts"
DRILL = "digital-id.toml"
DRILL_SOURCE = "invented: a template of counterwatch, accounts that hang on one digital ID"
CASEBOOK = "casebook.csv"
SENTENCE = "The ten largest numbers of the published table add up to 908 of 1,219 incidents, which the text calls nearly 80 percent"
"""Freedom House 2014-2024: the table and the words beside it, as quoted by others; seen in excerpts only."""
SIGNALS, GROUPS = ("link", "hashtag"), 6
NOT_EMPTY = Template("api.demo.not_empty", "{folder} exists and is not empty")
OTHER_NAME = Template("api.demo.other_name", "name another folder: `cw demo NAME`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demonstration made."""

    folder: Path
    evidence: Evidence
    rows: int
    answer: Answer
    posts: Answer
    drill: Answer
    casebook: Answer
    claim: Answer
    report: Path
    verification: Verification

    @property
    def series(self) -> int:
        """Number of series that were asked about."""
        return len(self._subjects)

    @property
    def countries(self) -> int:
        """Number of units that were asked about."""
        return len({each.rpartition(" · ")[0] for each in self._subjects})

    @property
    def _subjects(self) -> set[str]:
        # Some checks ask about the file or a value as a whole, and carry that name.
        return {each.subject for each in self.answer if " · " in each.subject and not each.subject.startswith(self.evidence.name)}

    @property
    def incidents(self) -> int:
        """Number of incidents in the casebook."""
        return len(incidents(self.folder))

    def layers(self) -> list[Finding]:
        """Return what was found in the posts: one finding for each thing that was looked at, without those on single groups."""
        return [each for each in self.posts if each.subject.count(" · ") == 1]

    def striking(self, most: int) -> list[Finding]:
        """Return the departures with the smallest q-values, at most one per subject and in turn from each check."""
        departs = sorted((each for each in self.answer if each.verdict is Verdict.DEPARTS), key=lambda each: each.q_value or 0.0)
        turns: dict[str, int] = {}
        order = []
        for each in departs:
            turns[each.check] = turns.get(each.check, 0) + 1
            order.append((turns[each.check], each))
        return list({each.subject: each for _, each in sorted(order, key=lambda pair: pair[0])}.values())[:most]


def demo(folder: Path | str | None = None, *, language: str = "en", progress: Progress = quiet, cancel: Cancel = never) -> Demo:
    """Make a case from the packaged data, ask every check, write the report beside the case and verify all of it."""
    place = free_folder() if folder is None else Path(folder)
    if place.exists() and any(place.iterdir()):
        raise WrongUsage(NOT_EMPTY(folder=str(place)), hint=OTHER_NAME())
    new_case(place, plain=True)
    with as_file(files("counterwatch").joinpath("data", DATA)) as packaged:
        rows = sum(1 for _ in packaged.open("rb")) - 1
        evidence = add(place, [packaged], source=SOURCE, purpose="demonstration", progress=progress, cancel=cancel)[0]
    with as_file(files("counterwatch").joinpath("data", POSTS)) as packaged:
        collection = add(place, [packaged], source=POSTS_SOURCE, purpose="demonstration", progress=progress, cancel=cancel)[0]
    with as_file(files("counterwatch.exposure.identity").joinpath("templates", DRILL)) as packaged:
        accounts = add(place, [packaged], source=DRILL_SOURCE, purpose="demonstration", progress=progress, cancel=cancel)[0]
    answer = ask_figures(evidence.name, case=place, progress=progress, cancel=cancel)
    how, options = PostsSetup(signals=SIGNALS), {"groups": GROUPS}
    posts = ask_coordination([collection.name], case=place, setup=how, only=["synchrony"], options=options, progress=progress, cancel=cancel)
    drill = ask_identity(accounts.name, case=place, progress=progress, cancel=cancel)
    with as_file(files("counterwatch").joinpath("data", CASEBOOK)) as packaged:
        import_sheet(packaged, case=place, progress=progress, cancel=cancel)
    casebook = ask_incidents(place, progress=progress, cancel=cancel)
    claim = ask_claim(SENTENCE, case=place, progress=progress, cancel=cancel)
    report = place / "report.html"
    write_report(place, report, language=language, public=True, progress=progress, cancel=cancel)
    checked = verify(open_case(place).path, level=3, progress=progress, cancel=cancel)
    return Demo(
        folder=place, evidence=evidence, rows=rows, answer=answer, posts=posts, drill=drill, casebook=casebook, claim=claim, report=report,
        verification=checked,
    )  # fmt: skip


def free_folder() -> Path:
    """Return the first of `counterwatch-demo`, `counterwatch-demo-2` ... that does not exist."""
    number = 1
    while (place := Path("counterwatch-demo" if number == 1 else f"counterwatch-demo-{number}")).exists():
        number += 1
    return place
