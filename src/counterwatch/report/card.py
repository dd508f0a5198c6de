"""One finding as a card: a sentence first, then the chart, the numbers, the innocent explanations, what to do next, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from counterwatch.core import Chart, Finding, canonical
from counterwatch.core.errors import CounterwatchError
from counterwatch.core.verbs import said
from counterwatch.draw.chart import draw
from counterwatch.draw.live import live
from counterwatch.report import labels
from counterwatch.report.passage import passage, trusted
from counterwatch.report.seal import ESCAPED
from counterwatch.report.speech import Speech

SPEC_BEGINS = Markup('<script type="application/json">')
SPEC = SPEC_BEGINS + Markup("{}</script>")


def card(finding: Finding, language: str = "en") -> str:
    """Return one finding as an HTML fragment with its own style, as a notebook shows it."""
    style = Markup("<style>{}</style>").format(trusted(files("counterwatch.report").joinpath("templates", "card.css").read_text("utf-8")))
    return style + article(finding, Speech(language), anchor=f"finding-{finding.id[:16]}")


def article(
    finding: Finding, say: Speech, *, anchor: str, names: Mapping[str, str] | None = None, heading: str = "h4", answers: bool = False
) -> Markup:
    """Return one finding as an element of a page; `names` are those of the evidence by id, `anchor` begins every id, `answers` as for `figure`."""
    template = environment().get_template("card.html")
    charts = [figure(chart, say, f"{anchor}-chart-{number}", answers=answers) for number, chart in enumerate(finding.charts, 1)]
    return trusted(template.render(finding=finding, say=say, anchor=anchor, names=names or {}, heading=heading, charts=charts))


@cache
def environment() -> jinja2.Environment:
    """Return the templates of the report: everything is escaped, and an unknown name is an error."""
    loader = jinja2.FunctionLoader(lambda name: files("counterwatch.report").joinpath("templates", name).read_text("utf-8"))
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"words": labels, "passage": passage, "verb_said": said}
    return made


def figure(chart: Chart, say: Speech, prefix: str, *, answers: bool = False) -> Markup:
    """Return a drawn chart with its title, or why it is missing; `prefix` begins every id inside, and what `answers` carries its data too."""
    try:
        spec = live(chart, say.language) if answers else None
        data = SPEC.format(trusted(canonical(spec).decode().translate(ESCAPED))) if spec else ""
        picture = Markup('<div class="picture" tabindex="0">{}{}</div>').format(trusted(draw(chart, language=say.language, prefix=prefix)), data)
    except CounterwatchError as problem:
        picture = Markup('<p class="missing">{}</p>').format(say(labels.NO_CHART(reason=problem.message)))
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(picture, say(chart.title))
