"""Charts as pictures: Vega-Lite in, deterministic and inert SVG out. Knows no instrument."""
