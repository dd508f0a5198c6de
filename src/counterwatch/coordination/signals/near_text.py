"""Posts of nearly one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal
from counterwatch.coordination.table import Layer
from counterwatch.coordination.words import own_words

if TYPE_CHECKING:
    import polars as pl


def gathered(layer: Layer) -> Layer:
    """Return the layer with texts that are nearly one under the text that most of them are like: see `text.alike`."""
    import numpy as np

    from counterwatch.text.alike import centres, pairs

    order = np.asarray(layer.objects.arg_sort())
    texts = layer.objects.gather(order)
    found = centres(len(texts), pairs(texts.to_list()))
    kept, place = np.unique(found, return_inverse=True)
    codes = np.empty(len(texts), np.int32)
    codes[order] = place
    return layer.regrouped(codes, texts.gather(kept))


@signal(needs=("text",), settle=gathered)
def near_text(posts: pl.DataFrame) -> pl.DataFrame:
    """Nearly the same words were posted as one's own, whatever their links, mentions and hashtags.

    Hashtags are other signals: a hundred jokes under one long hashtag are not one text. Two texts are nearly the same where 40 % of their
    pieces of four characters (two in Chinese) are, as after changing one word in five.
    """
    return own_words(posts, hashtags=False)
