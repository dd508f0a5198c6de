"""The texts that most accounts posted as their own, as a table that is also a bar chart."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.coordination.charts.contents import MOST, Content
from counterwatch.coordination.charts.top_contents import listed
from counterwatch.core import Chart, Template

TITLE = Template("coordination.copied_texts.title", "{subject}: texts that several accounts posted as their own")
KEY = Template("coordination.copied_texts.key", "bar: accounts that posted it, beside those of the text that most posted")
RIGHT = Template("coordination.copied_texts.right", "right: accounts / posts, and the day of the first post (UTC)")


def copied_texts(subject: str, texts: Sequence[Content]) -> Chart:
    """Return a table of the first texts of a list that begins with the one that most accounts posted. Raises `ValueError` where it is empty."""
    if not texts:
        raise ValueError("a table needs a row")
    return Chart(title=TITLE(subject=subject), spec=listed(texts[:MOST], texts[0].accounts), texts={"key": KEY(), "right": RIGHT()})
