"""Every chart of every registered check can be drawn in every language and holds no words that a catalog cannot translate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from counterwatch.core import Finding, registry
from counterwatch.core.language import LANGUAGES
from counterwatch.core.registry import Check
from counterwatch.draw.chart import draw
from counterwatch.draw.words import bare_texts

CHECKS = registry.checks()


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_charts_of_a_check_are_drawn_in_words_of_the_catalog(check: Check[Any, Any]) -> None:
    answer = check(check.planted(np.random.default_rng(1)))
    finding = answer if isinstance(answer, Finding) else answer[0]
    for chart in finding.charts:
        assert list(bare_texts(chart.spec)) == []
        for language in LANGUAGES:
            assert draw(chart, language=language).startswith("<svg")
