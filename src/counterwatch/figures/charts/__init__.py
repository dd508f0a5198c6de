"""Charts of the checks of this room, as Vega-Lite specifications with texts left open for translation."""
