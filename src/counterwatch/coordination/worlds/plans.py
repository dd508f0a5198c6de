"""Groups that act on a plan, of many kinds, in worlds of many kinds: what a test should find, and what nothing can."""

from __future__ import annotations

from counterwatch.coordination.worlds.alerts import push, push_niche, small200_push
from counterwatch.coordination.worlds.feeds import ranked, refresh1h
from counterwatch.coordination.worlds.planting import Plan, plant
from counterwatch.coordination.worlds.sessions import base, small200
from counterwatch.coordination.worlds.stamps import everything, minute_push
from counterwatch.coordination.worlds.tags import hashtags, hashtags_power
from counterwatch.coordination.worlds.world import Generator, Scene, Size, planted

MINUTES = (60_000, 300_000)


@planted(bar="borrowed")
def p_borrowed(rng: Generator, size: Size) -> Scene:
    """Ten groups of 3 to 15 push what others published, within 5 to 50 seconds, behind 30 to 90 % camouflage."""
    return plant(rng, base(rng, size), Plan())


@planted(bar="own")
def p_own(rng: Generator, size: Size) -> Scene:
    """The same groups push only what they made themselves, which hardly anybody else shares."""
    return plant(rng, base(rng, size), Plan(own=1.0))


@planted(bar="own")
def p_mixed(rng: Generator, size: Size) -> Scene:
    """The same groups push their own things and those of others, half and half."""
    return plant(rng, base(rng, size), Plan(own=0.5))


@planted(bar="borrowed")
def p_jitter5s(rng: Generator, size: Size) -> Scene:
    """Groups whose members act within five seconds."""
    return plant(rng, base(rng, size), Plan(jitter=(3, 5)))


@planted(windows=MINUTES, bar="borrowed")
def p_jitter5m(rng: Generator, size: Size) -> Scene:
    """Groups whose members act within three to five minutes."""
    return plant(rng, base(rng, size), Plan(jitter=(180, 300)))


@planted(bar="borrowed")
def p_camouflage30(rng: Generator, size: Size) -> Scene:
    """Groups in which 30 % of what members do is of their own life."""
    return plant(rng, base(rng, size), Plan(camouflage=(0.3, 0.3)))


@planted(bar="borrowed")
def p_camouflage60(rng: Generator, size: Size) -> Scene:
    """Groups in which 60 % of what members do is of their own life."""
    return plant(rng, base(rng, size), Plan(camouflage=(0.6, 0.6)))


@planted(bar="borrowed")
def p_camouflage90(rng: Generator, size: Size) -> Scene:
    """Groups with seven to twelve operations, in which 90 % of what members do is of their own life."""
    return plant(rng, base(rng, size), Plan(camouflage=(0.9, 0.9), operations=(7, 12)))


@planted(bar="borrowed")
def p_rotating(rng: Generator, size: Size) -> Scene:
    """Groups of 8 to 50 of which each time another third takes part."""
    return plant(rng, base(rng, size), Plan(members=(8, 50), takes_part=0.35, operations=(30, 80)))


@planted(windows=MINUTES, bar="borrowed")
def p_staggered(rng: Generator, size: Size) -> Scene:
    """Groups of 3 to 8 whose members follow in fixed order, 90 seconds apart."""
    return plant(rng, base(rng, size), Plan(members=(3, 8), step=90, jitter=(2, 10)))


@planted(bar="borrowed")
def p_three(rng: Generator, size: Size) -> Scene:
    """Ten groups of three."""
    return plant(rng, base(rng, size), Plan(members=(3, 3)))


@planted(bar="borrowed")
def p_fifty(rng: Generator, size: Size) -> Scene:
    """Four groups of 30 to 50."""
    return plant(rng, base(rng, size), Plan(groups=4, members=(30, 50)))


@planted(bar="borrowed")
def p_fifth(rng: Generator, size: Size) -> Scene:
    """Groups so busy that a fifth of all posts is theirs."""
    return plant(rng, base(rng, size), Plan(groups=12, members=(8, 15), operations=(150, 300), camouflage=(0.05, 0.3)))


@planted(bar="borrowed")
def p_hundredth(rng: Generator, size: Size) -> Scene:
    """Few operations of few groups: a hundredth of all posts."""
    return plant(rng, base(rng, size), Plan(groups=12, members=(5, 10), operations=(8, 18)))


@planted()
def p_blitz(rng: Generator, size: Size) -> Scene:
    """Each group does all it does within one sitting of two hours."""
    return plant(rng, base(rng, size), Plan(sitting=7200))


@planted(bar="borrowed")
def p_clock(rng: Generator, size: Size) -> Scene:
    """Groups that act at the same three times of day."""
    return plant(rng, base(rng, size), Plan(clock=True))


@planted(bar="borrowed")
def p_push(rng: Generator, size: Size) -> Scene:
    """Groups in a world in which one account in five has alerts."""
    return plant(rng, push(rng, size), Plan())


@planted()
def p_inside_push(rng: Generator, size: Size) -> Scene:
    """Groups that act in the first minutes after publication, when the alerted do."""
    return plant(rng, push(rng, size), Plan(age=(20, 400)))


@planted(bar="borrowed")
def p_niche(rng: Generator, size: Size) -> Scene:
    """Groups in a world of small devoted audiences."""
    return plant(rng, push_niche(rng, size), Plan())


@planted(bar="borrowed")
def p_ranked(rng: Generator, size: Size) -> Scene:
    """Groups in a world of ranked feeds."""
    return plant(rng, ranked(rng, size), Plan())


@planted(bar="borrowed")
def p_refresh(rng: Generator, size: Size) -> Scene:
    """Groups in a world of feeds that change on the hour."""
    return plant(rng, refresh1h(rng, size), Plan())


@planted(bar="borrowed")
def p_hashtags(rng: Generator, size: Size) -> Scene:
    """Groups that push hashtags which everybody uses."""
    return plant(rng, hashtags(rng, size), Plan(age=(0, size.span)))


@planted(bar="borrowed")
def p_hashtags_power(rng: Generator, size: Size) -> Scene:
    """Groups that push hashtags, among power users."""
    return plant(rng, hashtags_power(rng, size), Plan(age=(0, size.span)))


@planted(bar="borrowed")
def p_small200(rng: Generator, size: Size) -> Scene:
    """Two groups of 3 to 8 among two hundred accounts."""
    return plant(rng, small200(rng, size), Plan(groups=2, members=(3, 8)))


@planted(bar="borrowed")
def p_small200_push(rng: Generator, size: Size) -> Scene:
    """Two groups of 3 to 8 among two hundred accounts, a third of which have alerts."""
    return plant(rng, small200_push(rng, size), Plan(groups=2, members=(3, 8)))


@planted(bar="borrowed")
def p_minute(rng: Generator, size: Size) -> Scene:
    """Groups among people with alerts, stamped by the minute."""
    return plant(rng, minute_push(rng, size), Plan())


@planted(bar="own")
def p_everything(rng: Generator, size: Size) -> Scene:
    """Groups of all kinds of content where everything goes wrong at once."""
    return plant(rng, everything(rng, size), Plan(own=0.3, members=(3, 30)))
