"""From a grid to a table of polling stations: counts are whole and not below zero, what does not fit is counted and named."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import polars as pl

from counterwatch.core import Problem, Template, UnreadableEvidence
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.reading.faults import Faults, shown
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import kept
from counterwatch.figures.reading.nature import is_total
from counterwatch.figures.reading.numerals import numbers
from counterwatch.figures.reading.station_names import StationRoles, station_roles
from counterwatch.figures.shapes.stations import Ints, Stations
from counterwatch.figures.table import Floats

NOT_WHOLE = Template("figures.station_rows.not_whole", 'cannot read row {row:raw} of {name}: "{text}" in {column} is no whole number of people')
BELOW_ZERO = Template("figures.station_rows.below_zero", 'cannot read row {row:raw} of {name}: "{text}" in {column} is below zero')
NOTHING_LEFT = Template("figures.station_rows.nothing_left", "no row of {name} holds a polling station that can be read")
LOOK_AT = Template("figures.station_rows.look_at", "read it without --skip-bad-rows to see the first row that cannot be read")
TOTALS = Template("figures.station_rows.totals", "{n} row is left out: it is a total of others", "{n} rows are left out: they are totals of others")
MORE = Template(
    "figures.station_rows.more",
    "in {n} station {part} is larger than {whole}; checks leave it out",
    "in {n} stations {part} is larger than {whole}; checks leave them out",
)
STATIONS = Template("figures.station_rows.stations", "rows: {n} polling station", "rows: {n} polling stations")
FIELD = Template("figures.station_rows.field", "{field}: {columns}")
REGIONS = Template("figures.station_rows.regions", "region: {column} ({n} region)", "region: {column} ({n} regions)")
FITTING = 0.98


def stations_from(grid: Grid, columns: Columns) -> Stations | None:
    """Return the stations of a grid; `None` where the file is not of that shape."""
    roles = station_roles(grid, columns)
    if roles is None:
        return None
    faults = Faults(name=grid.name, found=list(grid.bad), notes=list(grid.problems))
    grid = _without_totals(kept(grid, columns.where), roles, faults)
    registered = _sum(grid, roles.registered, columns, faults)
    given, received = (_sum(grid, names, columns, faults) if names else None for names in (roles.given, roles.received))
    ballots = received if received is not None else given
    votes = _votes(grid, roles, columns, faults, ballots)
    if votes is None:
        return None
    problems = faults.settle(skip=columns.skip_bad_rows)
    if not np.isfinite(registered).any():
        raise UnreadableEvidence(NOTHING_LEFT(name=grid.name), hint=LOOK_AT())
    names, codes = _regions(grid, roles)
    table = Stations(
        name=grid.name, registered=registered, given=given, received=received, votes=votes, region=codes, regions=names,
        names={"registered": " + ".join(roles.registered), "given": " + ".join(roles.given), "received": " + ".join(roles.received)},
        problems=problems, guess=_guess(grid, roles, columns, tuple(votes), len(names)),
    )  # fmt: skip
    return replace(table, problems=(*problems, *_too_large(table)))


def _sum(grid: Grid, names: tuple[str, ...], columns: Columns, faults: Faults) -> Floats:
    return np.asarray(np.sum([_counts(grid, each, columns, faults) for each in names], axis=0))


def _counts(grid: Grid, name: str, columns: Columns, faults: Faults) -> Floats:
    """Return a column of whole numbers from zero up; any other number is a fault of its row."""
    values = numbers(grid.frame[name], faults=faults, rows=grid.rows, mark=columns.decimal, native=grid.native).values.copy()
    for said, wrong in ((BELOW_ZERO, values < 0), (NOT_WHOLE, np.isfinite(values) & (values != np.floor(values)) & (values >= 0))):
        for at in np.flatnonzero(wrong).tolist():
            row = int(grid.rows[at])
            faults.bad(row, said(row=row, name=grid.name, text=shown(str(grid.frame[name][at])), column=name))
            values[at] = np.nan
    return values


def _votes(grid: Grid, roles: StationRoles, columns: Columns, faults: Faults, ballots: Floats | None) -> dict[str, Floats] | None:
    """Return the votes of each party: the columns named, or those whose numbers are whole and nearly never exceed the ballots."""
    if roles.named:
        return {each: _counts(grid, each, columns, faults) for each in roles.parties}
    quiet = Faults(name=grid.name)
    read = {each: numbers(grid.frame[each], faults=quiet, rows=grid.rows, mark=columns.decimal, native=grid.native).values for each in roles.parties}
    found = {each: _counts(grid, each, columns, faults) for each, values in read.items() if ballots is not None and _fits(values, ballots)}
    return found or None


def _fits(values: Floats, ballots: Floats) -> bool:
    known = np.isfinite(values) & np.isfinite(ballots)
    fits = (values[known] <= ballots[known]) & (values[known] >= 0) & (values[known] == np.floor(values[known]))
    return bool(known.any() and fits.mean() >= FITTING)


def _without_totals(grid: Grid, roles: StationRoles, faults: Faults) -> Grid:
    held = [name for name in (roles.station, roles.region) if name is not None and grid.frame[name].dtype == pl.String]
    total = np.zeros(grid.frame.height, dtype=bool)
    for name in held:
        entries = [each for each in grid.frame[name].unique().to_list() if each and is_total(each.strip())]
        total |= grid.frame[name].is_in(entries).fill_null(value=False).to_numpy() if entries else False
    if not total.any():
        return grid
    faults.note(TOTALS(n=int(total.sum())))
    return replace(grid, frame=grid.frame.filter(pl.Series(~total)), rows=grid.rows[~total])


def _regions(grid: Grid, roles: StationRoles) -> tuple[tuple[str, ...], Ints | None]:
    if roles.region is None:
        return (), None
    text = grid.frame[roles.region].cast(pl.String).fill_null("").str.strip_chars().to_numpy()
    names, codes = np.unique(text.astype(str), return_inverse=True)
    return tuple(map(str, names)), np.asarray(codes, dtype=np.int64)


def _too_large(table: Stations) -> list[Problem]:
    """Say in how many stations a part is larger than its whole; such stations stay in the table."""
    pairs = [(table.called("ballots"), table.ballots, table.called("registered"), table.registered)]
    pairs += [(party, votes, table.called("counted"), table.counted if table.counted is not None else votes) for party, votes in table.votes.items()]
    found = []
    for part, counts, whole, totals in pairs:
        if counts is not None and (count := int((counts > totals).sum())):
            found.append(Problem(message=MORE(n=count, part=part, whole=whole)))
    return found


def _guess(grid: Grid, roles: StationRoles, columns: Columns, parties: tuple[str, ...], regions: int) -> Guess:
    fields = {"registered": roles.registered, "given": roles.given, "received": roles.received, "votes": parties}
    said = [FIELD(field=field, columns=" + ".join(each[:60] for each in names[:12])) for field, names in fields.items() if names]
    resolved = {field: ",".join(names) for field, names in fields.items() if names} | ({"region": roles.region} if roles.region else {})
    where = [REGIONS(column=roles.region, n=regions)] if roles.region else []
    return Guess(columns=msgspec.structs.replace(columns, map=resolved), said=(*grid.said, STATIONS(n=grid.frame.height), *said, *where))
