"""How the documentation is built: `uv run --group docs sphinx-build -W -n -b html docs docs/_build/html`."""

import pathlib
import sys

import counterwatch

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "tools")]

project = "counterwatch"
author = "the counterwatch authors"
copyright = "the counterwatch authors, Apache-2.0"
release = version = counterwatch.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "reference"]
# Worked examples of checks become a part of the page that is made for each check.
exclude_patterns = ["_build", "checks/*", "examples"]
html_theme = "furo"
# What a terminal shows is wider than a page: its lines are folded, not cut.
html_static_path = ["_static"]
html_css_files = ["fold.css"]
html_title = "counterwatch"
html_theme_options = {"light_css_variables": {"color-brand-primary": "#1f4e5f", "color-brand-content": "#1f4e5f"}}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
nitpick_ignore_regex = [
    # The documentation is built without a network, so there is no inventory of other projects to link into.
    (
        r"py:.*",
        r"(numpy|np|msgspec|babel|click|types|collections|datetime|pathlib|enum|typing|optional|NDArray|Path|Any|Callable|Iterator|Mapping)\b.*",
    ),
    # Autodoc takes types with bounds and containers apart at the comma.
    (r"py:class", r"(tuple|dict|list)\[.*|[0-9.e+-]+"),
    # Type variables and lists of words have no page.
    (r"py:.*", r"(counterwatch\.core\.(registry|canonical)\.)?([PRFT](\.args|\.kwargs)?|Family|Extreme)"),
]
