"""Growth that people make wanders. A series that keeps to a simple curve more closely than counting allows follows a plan, or a formula."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.core import Attachment, Chart, Estimate, Finding, Message, Template, Verdict, WrongUsage, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.fitted_line import fitted_line
from counterwatch.figures.smooth.curves import CURVES, Fit, best_error, best_fit, errors_of, fitted_by, r_squared
from counterwatch.figures.table import Floats, Kind, Panel, Step

DEPARTS = Template(
    "figures.parametric_curve.departs",
    "is there a plan or a formula? {n} figures keep to a curve of the kind «{curve}» with an error of {error:.2} where counting alone makes about 1; "
    "none of {others} comparable series is as close (p = {p:p}). A plan explains this as well as a formula does",
)
CONSISTENT = Template(
    "figures.parametric_curve.consistent",
    "{n} figures are {error:.1} times as far from the nearest simple curve («{curve}») as counting alone puts them, while growth "
    "with ordinary noise comes as near in {growth:.1%} of cases (p = {p:p}); a high R² alone says nothing ({r2:.3} here)",
)
FEW_OTHERS = Template(
    "figures.parametric_curve.few_others",
    "{count} figures are {error:.1} times as far from the nearest simple curve («{curve}») as counting alone puts them, while growth "
    "with ordinary noise comes as near in {growth:.1%} of cases (R² = {r2:.4}); but only {n} comparable series is here, and {fewest} are needed",
    "{count} figures are {error:.1} times as far from the nearest simple curve («{curve}») as counting alone puts them, while growth "
    "with ordinary noise comes as near in {growth:.1%} of cases (R² = {r2:.4}); but only {n} comparable series are here, and {fewest} are needed",
)
TOO_FEW = Template(
    "figures.parametric_curve.too_few", "{n} figure is too few for a curve with three numbers; {fewest} are needed",
    "{n} figures are too few for a curve with three numbers; {fewest} are needed",
)  # fmt: skip
TOO_MANY = Template(
    "figures.parametric_curve.too_many", "{n} figures are too many for one simple curve; add them up to {most} or fewer (months, quarters, years)"
)
NOT_COUNTS = Template("figures.parametric_curve.not_counts", "how closely counting lets figures keep to a curve is known for counts, not for these")
RUNNING = Template("figures.parametric_curve.running", "a running total is smooth whatever it adds up: ask of the new amounts instead")
NO_CHANGE = Template("figures.parametric_curve.no_change", "the figures do not change, so there is no growth to look at")
TOO_FEW_DRAWS = Template("figures.parametric_curve.too_few_draws", "{draws} draws cannot show a p-value of {alpha}; {least} are needed")
TRY_DRAWS = Template("figures.parametric_curve.try_draws", "leave the option out, or set it to {least} or more")
PROPORTIONAL = Template("figures.parametric_curve.proportional", "grows by the same amount each time, from nothing")
SQUARE = Template("figures.parametric_curve.square", "grows with the square of time")
LINE = Template("figures.parametric_curve.line", "a straight line")
QUADRATIC = Template("figures.parametric_curve.quadratic", "a parabola")
EXPONENTIAL = Template("figures.parametric_curve.exponential", "the same percentage each time")
UNIT = Template("figures.parametric_curve.unit", "times the error that counting alone makes, when each figure is foretold from the others")

LIMITS = (
    Template("figures.parametric_curve.limit_plan", "a number of new centres, beds or staff a year, a budget or a quota makes such curves honestly"),
    Template("figures.parametric_curve.limit_short", "few figures and five kinds of curves: some curve is always near"),
    Template("figures.parametric_curve.limit_people", "what follows a population that grows evenly is smooth as well"),
)
ASK = Template("figures.parametric_curve.ask", "ask the source for the plan, and for centres, beds and staff by year: test those")
PREDICT = Template(
    "figures.parametric_curve.predict", "the curve foretells {following:s4} for the next figure: write that down before it is published"
)
NAMES = {"proportional": PROPORTIONAL, "square": SQUARE, "line": LINE, "quadratic": QUADRATIC, "exponential": EXPONENTIAL}
FEWEST, MOST, FEWEST_OTHERS, FEWEST_FITTED = 8, 60, 3, 4
LEVEL = 0.95
LARGEST = 2.0**53
_HEADER = ("series", "figures", "curve", "error", "r2_quadratic", "r2_square", "next", "p_growth", "p_counting")


def honest(rng: np.random.Generator, units: int = 8, years: int = 14) -> Panel:
    """Yearly counts of programmes that grow, each in its own way, with noise in growth and in counting."""
    start, size = rng.uniform(0, 4, (units, 1)), np.exp(rng.uniform(np.log(100), np.log(5000), (units, 1)))
    course = ((np.arange(1, years + 1) + start) / years) ** rng.uniform(0.3, 2, (units, 1))
    walk = np.cumsum(rng.normal(0, rng.uniform(0.05, 0.12, (units, 1)), (units, years)), axis=1)
    return Panel.many(name="programme", values=rng.poisson(size * course * np.exp(walk)), step=Step.YEAR)


def planted(rng: np.random.Generator) -> Panel:
    """The same, where one programme is a parabola, rounded."""
    values = honest(rng).values[""].copy()
    at = np.arange(1, values.shape[1] + 1)
    values[2] = np.round(rng.uniform(20, 40) * at**2 + rng.uniform(5, 50) * at + rng.uniform(200, 400))
    return Panel.many(name="programme, one from a formula", values=values, step=Step.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What was computed of one series: the figures, the best curve, R² of two curves, and how often nulls come as near."""

    values: Floats
    places: np.ndarray
    fit: Fit
    errors: dict[str, float]
    r2: dict[str, float]
    p_growth: float
    p_counting: float
    p_r2: float


@check(
    reads=Panel, cites="Robertson, Hinde & Lavee 2019, BMC Medical Ethics 20:79", honest=honest, planted=planted, compares_units=True, extreme="low",
)  # fmt: skip
def parametric_curve(panel: Panel, *, noise: float = 0.1, draws: int = 499, alpha: float = 0.01, seed: int = 0) -> list[Finding]:
    """Does a series keep to a simple curve more closely than growth, counting and comparable series do?

    Each figure is foretold from the others by five curves with one to three numbers. The error of the best is compared with `draws`
    simulated series twice: growth around the curve whose rate changes by `noise` from step to step, and counting alone. Both, and all
    comparable series, must be farther from a curve.
    """
    least = int(np.ceil(1 / alpha)) - 1 if alpha > 0 else draws
    if draws < least:
        raise WrongUsage(TOO_FEW_DRAWS(draws=draws, alpha=alpha, least=least), hint=TRY_DRAWS(least=least))
    return [finding for value in panel.values for finding in _ask(panel, value, noise, draws, alpha, seed)]


def _ask(panel: Panel, value: str, noise: float, draws: int, alpha: float, seed: int) -> list[Finding]:
    subjects, flows = [each.subject for each in panel.series() if each.value == value], panel.flows(value)
    reasons = [_reason(panel, value, row) for row in flows]
    # One seed for each series: the order of the units must not matter.
    answers = {row: _look(flows[row], noise, draws, seed) for row, reason in enumerate(reasons) if reason is None}
    table = Attachment.of("curves.csv", csv_text(_HEADER, [_row(subjects[row], each) for row, each in answers.items()]))
    findings = []
    for row, (subject, reason) in enumerate(zip(subjects, reasons, strict=True)):
        others = [each.fit.error for at, each in answers.items() if at != row]
        findings.append(
            _finding(subject, reason, numbers=_fits(flows[row]))
            if reason is not None
            else _answer(panel, subject, answers[row], others, alpha, table)
        )
    return findings


def _fits(row: Floats) -> dict[str, float | None]:
    """Return R² of the curves that are quoted most, where there are points enough to compute it: it is no evidence by itself."""
    values, times = row[known := np.isfinite(row)], tuple((np.flatnonzero(known) + 1).tolist())
    if not FEWEST_FITTED <= len(values) <= MOST or values.min() == values.max() or np.abs(values).max() >= LARGEST:
        return {}
    times = tuple(each - times[0] + 1 for each in times)
    r2 = {curve: float(r_squared(values, times, curve)) for curve in ("quadratic", "square")}
    return {"figures": len(values), "r2_quadratic": r2["quadratic"], "r2_one_parameter": r2["square"]}


def _reason(panel: Panel, value: str, row: Floats) -> Message | None:
    known = row[np.isfinite(row)]
    if panel.cumulative.get(value, False):
        return RUNNING()
    if panel.kinds[value] is not Kind.COUNTS or (known < 0).any() or (known != np.floor(known)).any() or (known >= LARGEST).any():
        return NOT_COUNTS()
    if len(known) < FEWEST:
        return TOO_FEW(n=len(known), fewest=FEWEST)
    if len(known) > MOST:
        return TOO_MANY(n=len(known), most=MOST)
    return NO_CHANGE() if known.min() == known.max() else None


def _look(row: Floats, noise: float, draws: int, seed: int) -> Answer:
    rng, places = np.random.default_rng(seed), np.flatnonzero(np.isfinite(row))
    values, times = row[places], tuple((places - places[0] + 1).tolist())
    fit = best_fit(values, times)
    walk = np.exp(np.cumsum(rng.normal(0, noise / np.sqrt(2), (draws, len(values))), axis=1))
    mean = np.clip(fit.fitted, 0.1, 1e15)
    grown, counted = rng.poisson(mean * walk).astype(np.float64), rng.poisson(mean, (draws, len(values))).astype(np.float64)
    square = np.maximum(fitted_by(values, times, "square"), 0) * walk
    r2 = {curve: float(r_squared(values, times, curve)) for curve in ("quadratic", "square")}
    return Answer(
        values=values, places=places, fit=fit, r2=r2, errors={name: float(each[0]) for name, each in errors_of(values[np.newaxis], times).items()},
        p_growth=_share(best_error(grown, times) <= fit.error), p_counting=_share(best_error(counted, times) <= fit.error),
        p_r2=_share(r_squared(square, times, "quadratic") >= r2["quadratic"]),
    )  # fmt: skip


def _share(hits: np.ndarray) -> float:
    return float((1 + hits.sum()) / (1 + len(hits)))


def _answer(panel: Panel, subject: str, found: Answer, others: list[float], alpha: float, table: Attachment) -> Finding:
    p, count, curve = max(found.p_growth, found.p_counting), len(found.values), NAMES[found.fit.curve]()
    error, r2 = found.fit.error, found.r2["quadratic"]
    numbers = {
        "figures": count, "error": error, "r2_quadratic": r2, "r2_one_parameter": found.r2["square"], "p_growth": found.p_growth,
        "p_counting": found.p_counting, "chance_of_such_r2": found.p_r2, "next": found.fit.following, "comparable_series": len(others),
        **{f"error_{name}": found.errors[name] for name in CURVES},
    }  # fmt: skip
    if len(others) < FEWEST_OTHERS:
        said = FEW_OTHERS(n=len(others), count=count, error=error, curve=curve, growth=found.p_growth, r2=r2, fewest=FEWEST_OTHERS)
        return _finding(subject, said, numbers=numbers, charts=(_chart(panel, subject, found),), attachments=(table,))
    departs = p <= alpha and error < min(others)
    said = (
        DEPARTS(n=count, curve=curve, error=error, others=len(others), p=p) if departs
        else CONSISTENT(n=count, curve=curve, error=error, growth=found.p_growth, p=p, r2=r2)
    )  # fmt: skip
    low, high = _interval(error, count)
    return _finding(
        subject, said, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, numbers=numbers, attachments=(table,), p_value=p,
        estimate=Estimate(value=error, low=low, high=high, level=LEVEL, unit=UNIT()), charts=(_chart(panel, subject, found),),
        steps=(ASK(), PREDICT(following=found.fit.following)),
    )  # fmt: skip


def _interval(error: float, count: int) -> tuple[float, float]:
    """Errors of the figures taken as independent and normal: chi-squared for the mean of their squares."""
    from scipy.stats import chi2

    low, high = (float(error * np.sqrt(count / chi2.ppf(tail, count))) for tail in (0.5 + LEVEL / 2, 0.5 - LEVEL / 2))
    return low, high


def _chart(panel: Panel, subject: str, found: Answer) -> Chart:
    return fitted_line(subject, panel.times[found.places], found.values, found.fit.fitted, distances=True)


def _row(subject: str, each: Answer) -> tuple[str | float | None, ...]:
    curve, r2 = each.fit.curve, each.r2
    return subject, len(each.values), curve, each.fit.error, r2["quadratic"], r2["square"], each.fit.following, each.p_growth, each.p_counting


def _finding(subject: str, statement: Message, *, verdict: Verdict = Verdict.NOT_TESTED, **more: object) -> Finding:
    said: dict[str, object] = {"limits": tuple(limit() for limit in LIMITS), "steps": (ASK(),)} | more
    return Finding(subject=subject, verdict=verdict, statement=statement, **said)  # type: ignore[arg-type]
