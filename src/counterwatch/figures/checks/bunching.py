"""Numbers that nobody steers pass a threshold smoothly: there are about as many just below it as just above."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.two_densities import two_densities
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Floats, Kind
from counterwatch.stats.density_jump import Jump, jump

MORE_ABOVE = Template(
    "figures.bunching.more_above",
    "just above {threshold} there are {ratio:.2} times as many of {count} numbers as just below it (p = {p:p}), and at none of {places} other "
    "places is there such a step; who or what the threshold moves is a question to the source",
)
MORE_BELOW = Template(
    "figures.bunching.more_below",
    "just below {threshold} there are {ratio:.2} times as many of {count} numbers as just above it (p = {p:p}), and at none of {places} other "
    "places is there such a step; who or what the threshold moves is a question to the source",
)
ONE_SIDED = Template(
    "figures.bunching.one_sided",
    "hardly any of {count} numbers are close to {threshold} on one of its sides, and many on the other (p = {p:p}), and at none of {places} other "
    "places is there such a step; who or what the threshold moves is a question to the source",
)
CONSISTENT = Template(
    "figures.bunching.consistent",
    "{count} numbers pass {threshold} without a step that stands out (p = {p:p}); this is no proof that the numbers are sound",
)
LUMPY = Template(
    "figures.bunching.lumpy",
    "{count} numbers have a step at {threshold} (p = {p:p}), but as large a one at other places: they are lumpy altogether; "
    "this is no proof that the numbers are sound",
)
NO_THRESHOLD = Template("figures.bunching.no_threshold", "no threshold was named: a step that is looked for everywhere is found somewhere")
NAME_ONE = Template(
    "figures.bunching.name_one", "name the target or limit before looking: --threshold NUMBER, or --map target=COLUMN where each number has its own"
)
TOO_FEW = Template("figures.bunching.too_few", "{count} numbers are too few; {fewest} would be needed")
TOO_FEW_NEAR = Template(
    "figures.bunching.too_few_near", "on one side of {threshold} there are only {n} different value",
    "on one side of {threshold} there are only {n} different values; {fewest} would be needed to see how the numbers run up to it",
)  # fmt: skip
TARGET = Template("figures.bunching.target", "the target")
NUMBER = Template("figures.bunching.number", "{value}")
UNIT = Template("figures.bunching.unit", "density just above the threshold, divided by the density just below it")
NO_RATIO = Template("figures.bunching.no_ratio", "one of the two densities cannot be told from zero")

LIMITS = (
    Template("figures.bunching.limit_real", "people really work towards a target or stay below a limit: a step need not be made on paper"),
    Template(
        "figures.bunching.limit_rule", "a rule may act exactly there: who is above pays, is listed, is counted or is audited, and others are not"
    ),
    Template("figures.bunching.limit_round", "a round threshold attracts estimates and rounded figures, whatever its meaning"),
    Template("figures.bunching.limit_chosen", "a threshold that was chosen after looking at the numbers proves nothing"),
)
ASK_RULE = Template("figures.bunching.ask_rule", "ask the source: what depends on this threshold, since when, and who computes the figure?")
ASK_FIRST = Template("figures.bunching.ask_first", "ask for the first computed figures and for their later corrections, near the threshold above all")
SEE_BEFORE = Template("figures.bunching.see_before", "run the check on years or places where the threshold did not apply; there should be no step")

FEWEST, FEWEST_DIFFERENT = 200, 20
LEVEL = 0.95
SHARES = (0.2, 0.4, 0.6, 0.8)


def honest(rng: np.random.Generator, n: int = 900) -> Numbers:
    """Growth rates around a target, published with two decimals; amounts that thin out through a limit; rates with one decimal."""
    growth = np.round(rng.normal(rng.uniform(5, 8), 3, n), 2)
    amounts = np.round(rng.lognormal(2.2, 0.8, n), 2)
    whole = np.round(rng.gamma(4, 2, n) + rng.normal(0, 1, n), 1)
    values = {"growth": growth, "amounts": amounts, "rates": whole}
    return Numbers(
        name="simulated", values=values, kinds={"growth": Kind.RATES, "amounts": Kind.AMOUNTS, "rates": Kind.RATES},
        target=np.full(n, 7.5), target_name="target",
    )  # fmt: skip


def planted(rng: np.random.Generator, n: int = 900) -> Numbers:
    """Growth rates of which most that missed the target of 7.5 by up to one point are said to have reached it."""
    growth = rng.normal(7, 3, n)
    missed = (growth > 6.5) & (growth < 7.5) & (rng.random(n) < 0.7)
    said = np.where(missed, 7.5 + rng.exponential(0.2, n), growth)
    return Numbers.one(name="simulated, target reached on paper", values=np.round(said, 2), kind=Kind.RATES, target=np.full(n, 7.5))


@check(
    reads=Numbers,
    cites="Cattaneo, Jansson & Ma 2020, Journal of the American Statistical Association 115(531); McCrary 2008, Journal of Econometrics 142(2)",
    honest=honest,
    planted=planted,
    family="context",
)
def bunching(
    numbers: Numbers, *, threshold: float | None = None, below: float | None = None, above: float | None = None, alpha: float = 0.01
) -> list[Finding]:
    """Are there as many numbers just below a named threshold as just above it?

    The density is estimated on both sides by local polynomials, whose reach `below` and `above` is chosen from the data where it is not
    given. A departure must be unlikely by chance (`alpha`) and larger than at eight other places, taken within each side. `threshold`
    must be named beforehand, or each number must have a target of its own.
    """
    return [_ask(numbers, value, subject, threshold, (below, above), alpha) for value, subject in numbers.subjects()]


def _ask(numbers: Numbers, value: str, subject: str, threshold: float | None, widths: tuple[float | None, float | None], alpha: float) -> Finding:
    if threshold is None and numbers.target is None:
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=NO_THRESHOLD(), steps=(NAME_ONE(),))
    point, shown, values = _placed(numbers, value, threshold)
    distances = values[np.isfinite(values)] - point
    if len(distances) < FEWEST:
        return _refused(subject, TOO_FEW(count=len(distances), fewest=FEWEST))
    fewest = min(len(np.unique(distances[distances < 0])), len(np.unique(distances[distances >= 0])))
    if fewest < FEWEST_DIFFERENT:
        return _refused(subject, TOO_FEW_NEAR(threshold=shown, n=fewest, fewest=FEWEST_DIFFERENT))
    found = jump(distances, 0.0, widths=widths)
    return _answer(subject, found, _elsewhere(distances), point, shown, distances, alpha)


def _placed(numbers: Numbers, value: str, threshold: float | None) -> tuple[float, Message, Floats]:
    """Return the threshold, how it is called, and the numbers; where each has its own target, the numbers less their targets."""
    block = numbers.values[value]
    if threshold is not None:
        return threshold, NUMBER(value=threshold), block
    target = numbers.target if numbers.target is not None else np.zeros(len(block))
    known = target[np.isfinite(target)]
    if len(known) and (known == known[0]).all():
        return float(known[0]), NUMBER(value=float(known[0])), np.where(np.isfinite(target), block, np.nan)
    return 0.0, TARGET(), np.round(block - target, 9)


def _elsewhere(distances: Floats) -> Floats:
    """Return the steps at other places, in standard errors: within each side, so that the threshold itself has no part in them."""
    steps = []
    for side in (distances[distances < 0], distances[distances >= 0]):
        if len(side) >= FEWEST // 2:
            places = np.unique(np.quantile(side, SHARES, method="nearest"))
            steps += [jump(side, float(place)).t for place in places if np.sum(side < place) >= FEWEST_DIFFERENT <= np.sum(side >= place)]
    return np.array(steps)


def _refused(subject: str, reason: Message) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=reason, limits=_limits(), steps=(ASK_RULE(),))


def _answer(subject: str, found: Jump, elsewhere: Floats, point: float, shown: Message, distances: Floats, alpha: float) -> Finding:
    largest = float(np.abs(elsewhere).max(initial=0.0))
    departs = found.p <= alpha and abs(found.t) > largest
    low, high = found.left.density, found.right.density
    count = len(distances)
    if departs and min(low, high) > 0:
        ratio = high / low if high >= low else low / high
        template = MORE_ABOVE if high >= low else MORE_BELOW
        said = template(threshold=shown, ratio=ratio, count=count, p=found.p, places=len(elsewhere))
    elif departs:
        said = ONE_SIDED(threshold=shown, count=count, p=found.p, places=len(elsewhere))
    else:
        said = (LUMPY if found.p <= alpha else CONSISTENT)(threshold=shown, count=count, p=found.p)
    numbers = {
        "numbers": count, "threshold": point, "t": found.t, "largest_t_elsewhere": largest, "density_below": low, "density_above": high,
        "error_below": found.left.error, "error_above": found.right.error, "reach_below": found.left.width, "reach_above": found.right.width,
        "near_below": found.left.near, "near_above": found.right.near,
    }  # fmt: skip
    near = distances[(distances >= -found.left.width) & (distances <= found.right.width)] + point
    rows = np.stack(np.unique(np.round(near, 9), return_counts=True), axis=1)[:5000]
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=said, estimate=_ratio(found), p_value=found.p,
        limits=_limits(), steps=(ASK_RULE(), ASK_FIRST(), SEE_BEFORE()), numbers=dict(numbers),
        charts=(two_densities(subject, distances, found, point, LEVEL),),
        attachments=(Attachment.of("near_threshold.csv", csv_text(("value", "numbers"), rows.tolist())),),
    )  # fmt: skip


def _ratio(found: Jump) -> Estimate:
    """Return the ratio of the densities with an interval on the logarithmic scale, or without one where a density may be zero."""
    low, high = found.left, found.right
    if min(low.density, high.density) <= 0:
        return Estimate(value=high.density - low.density, unit=UNIT(), no_interval=NO_RATIO())
    ratio = high.density / low.density
    spread = 1.959964 * float(np.hypot(low.error / low.density, high.error / high.density))
    return Estimate(value=ratio, low=ratio * float(np.exp(-spread)), high=ratio * float(np.exp(min(spread, 50))), level=LEVEL, unit=UNIT())


def _limits() -> tuple[Message, ...]:
    return tuple(limit() for limit in LIMITS)
