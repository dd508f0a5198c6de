"""What a reader must know to weigh a result on a layer: how much was asked, beside whom, by which clock; and a warning where nobody is outside."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.coordination.duration import written
from counterwatch.coordination.edges import MOST
from counterwatch.coordination.names import shown
from counterwatch.coordination.synchrony.result import Tested
from counterwatch.coordination.table import Layer
from counterwatch.core import Message, Template

HOW = Template(
    "coordination.background.how",
    "window {window}; an encounter is an action of the other account on the same object within {nearby}; all encounters within {gap} are one "
    "occasion; the clock of the file has steps of {step}",
)
ASKED = Template(
    "coordination.background.asked",
    "{pairs} pairs of accounts meet on three occasions or more and count as asked about; false discoveries are held at {fdr:%}",
)
SAMPLED = Template(
    "coordination.background.sampled",
    "about {pairs} pairs of accounts meet on three occasions or more and count as asked about (an upper bound from one pair in {one_in}); false "
    "discoveries are held at {fdr:%}",
)
OUTSIDE = Template(
    "coordination.background.outside",
    "{outside} of {accounts} accounts are outside every group that stands out; {share} of the encounters have nobody outside to compare with",
)
NO_ENCOUNTER = Template(
    "coordination.background.no_encounter", "no pair of accounts stands out even against an even spread, so nothing was compared with others"
)
FEW_OUTSIDE = Template(
    "coordination.background.few_outside",
    "there is hardly a background: most accounts belong to what stands out, or most encounters have no outsider. Add posts of the same days "
    "and topics from other accounts",
)
HOT = Template(
    "coordination.background.hot",
    "{object}: {left_out} of {actions} actions fall into moments in which everybody acts at once (more than {most} pairs); these "
    "moments were left out",
)
FEWEST_OUTSIDE, MOST_WITHOUT, HOT_SHOWN, SHOWN = 0.5, 0.5, 5, 6


def background(layer: Layer, tests: Sequence[Tested]) -> tuple[Message, ...]:
    """Return how a layer was asked."""
    told = [message for test in tests[:SHOWN] for message in _of_one(layer, test)]
    return tuple({str(each): each for each in told}.values())


def _of_one(layer: Layer, test: Tested) -> list[Message]:
    measured, setting = test.measured, test.measured.setting
    how = HOW(
        window=written(setting.window), nearby=written(setting.nearby), gap=written(setting.gap), step=written(max(setting.resolution, 1))
    )  # fmt: skip
    asked = ASKED(pairs=measured.pairs_tested, fdr=test.fdr)
    if measured.one_in > 1:
        asked = SAMPLED(pairs=measured.pairs_tested, one_in=measured.one_in, fdr=test.fdr)
    if measured.without_reference is None:
        return [how, asked, NO_ENCOUNTER(), *_hot(layer, test)]
    share = f"{100 * measured.without_reference:.0f} %"
    return [how, asked, OUTSIDE(outside=measured.accounts - measured.in_communities, accounts=measured.accounts, share=share), *_hot(layer, test)]


def _hot(layer: Layer, test: Tested) -> list[Message]:
    hot = [(shown(layer.signal, layer.objects[each.object]), each) for each in test.measured.hot[:HOT_SHOWN]]
    return [HOT(object=name, left_out=each.left_out, actions=each.actions, most=MOST) for name, each in hot]


def caveats(tests: Sequence[Tested]) -> tuple[Message, ...]:
    """Return what weakens the result itself, first of all a collection without a background."""
    for test in tests:
        measured = test.measured
        outside = 1 - measured.in_communities / max(measured.accounts, 1)
        if measured.without_reference is not None and (outside < FEWEST_OUTSIDE or measured.without_reference > MOST_WITHOUT):
            return (FEW_OUTSIDE(),)
    return ()
