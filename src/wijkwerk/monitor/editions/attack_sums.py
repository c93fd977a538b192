"""What the published totals of an edition pin down: areas above, groups, other indicators and
other editions, all as equations over the cells that are withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import block_diag, csr_matrix

from wijkwerk.monitor.core.disclosure.intruder import Bools, Floats, Ints, counts_behind, relations
from wijkwerk.monitor.core.disclosure.linked_periods import contained
from wijkwerk.monitor.editions import attack_divided, attack_tables
from wijkwerk.monitor.editions.attack_narrow import Equations, known_counts, known_means
from wijkwerk.monitor.editions.attack_slack import Numbers, Slack, slack_of
from wijkwerk.monitor.editions.attack_tables import Find
from wijkwerk.monitor.editions.attack_tied import Shown, had_by_ties, tied_pairs
from wijkwerk.monitor.editions.edition import Edition

# Rates have whole counts behind them; of other kinds only the structure of the sums is used.
_COUNTED = ("rate",)
_SAMPLE = 400  # areas by which indicators with the same base, and sums of indicators, are found
_OF_EACH = 40  # and so many of each indicator's own


@dataclass
class Layer:
    """One indicator's cells, (areas, periods): what is hidden, what is there, value, base and amount
    (a rate's count; of other kinds value times base, the sum behind a mean)."""

    definition: dict[str, Any]
    hidden: Bools
    exists: Bools
    value: Floats
    base: Floats
    count: Floats
    estimated: Bools

    @property
    def shown(self) -> Shown:
        """What ``attack_tied`` looks at."""
        return Shown(self.value, self.hidden, self.estimated)

    @property
    def counted(self) -> bool:
        """Are there whole counts behind the values?"""
        return self.definition["kind"] in _COUNTED

    @property
    def has_rest(self) -> bool:
        """Are there those without the property, too?"""
        return self.counted and self.definition["unit"] == "%"


class Attack:
    """An edition as the intruder has it: every indicator's layer, the hierarchy, the groups."""

    def __init__(self, edition: Edition, tell: Callable[[float], None] | None = None) -> None:
        self.edition = edition
        self.tell = tell or (lambda share: None)
        areas = edition.table("areas").unique("code", keep="last", maintain_order=True)
        frame = areas.select("code", "parent", "level").sort("code").collect()
        _, self.level = np.unique(frame["level"].fill_null("").to_numpy(), return_inverse=True)
        self.codes: list[str] = frame["code"].to_list()
        self.place = {code: number for number, code in enumerate(self.codes)}
        self.parent = np.array(
            [self.place.get(above, -1) for above in frame["parent"].to_list()], dtype=np.int64
        )
        self.limits = edition.definitions["source"]["disclosure"]
        step = self.limits["rounding"] if self.limits["enabled"] else 1
        self.step = float(step)
        self.tables = attack_tables.Tables(edition)
        self.periods: list[str] = (
            edition.table("figures").select("period").unique().collect()["period"].sort().to_list()
        )
        self.layers: dict[str, Layer] = {}
        self.found: list[Find] = []
        self.programmes = 0
        hidden = []
        entries = edition.definitions["indicators"]
        for number, entry in enumerate(entries):
            rows = attack_tables.of(edition, "figures", entry["id"])
            self.found += self.tables.finds(entry["id"], rows)
            lost = rows.filter(pl.col("conf_status") != "F")
            hidden.append(lost.select("area", "period", "indicator").unique())
            if entry["kind"] != "index":
                self.layers[entry["id"]] = self._layer(entry, rows)
            self.tell(0.4 * (number + 1) / len(entries))
        every = pl.concat(hidden) if hidden else pl.DataFrame()
        self.withheld = every.height
        self.hidden = every

    def _layer(self, definition: dict[str, Any], rows: pl.DataFrame) -> Layer:
        rows = rows.unique(["area", "period"])
        area = rows["area"].replace_strict(self.place, return_dtype=pl.Int64).to_numpy()
        moments = {name: number for number, name in enumerate(self.periods)}
        period = rows["period"].replace_strict(moments, return_dtype=pl.Int64).to_numpy()
        shape = (len(self.codes), len(self.periods))

        def array(values: Floats) -> Floats:
            filled = np.full(shape, np.nan)
            filled[area, period] = values
            return filled

        def column(name: str) -> Floats:
            return np.asarray(rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy())

        hidden = np.zeros(shape, dtype=bool)
        hidden[area, period] = (rows["conf_status"] != "F").to_numpy()
        estimated = np.zeros(shape, dtype=bool)
        estimated[area, period] = (rows["obs_status"] == "E").fill_null(False).to_numpy()
        value, rounded = column("value"), column("base")
        if definition["kind"] in _COUNTED:
            base, count = counts_behind(
                value,
                column("lower"),
                column("upper"),
                rounded,
                float(definition["scale"]),
                self.step,
            )
        else:
            base, count = rounded, value * rounded
        values = array(value)
        exists = np.isfinite(values)
        return Layer(definition, hidden, exists, values, array(base), array(count), estimated)

    # -- finds ------------------------------------------------------------------------------

    def finds(self, others: Sequence[Edition]) -> list[Find]:
        """Everything that was had, from tables and from sums."""
        self.found += attack_tables.from_indexes(self.edition, self.hidden)
        self.found += attack_tables.from_composites(self.edition, self.hidden)
        for other in others:
            self.found += attack_tables.from_other(other, self.hidden)
            self._from_other(Attack(other))
        self._from_other_indicators()
        pairs = tied_pairs([layer.shown for layer in self.layers.values()])
        for number, layer in enumerate(self.layers.values()):
            self._from_totals(layer)
            self._from_other_periods(layer)
            self._from_ties(layer, pairs)
            self._from_divided(layer)
            self.tell(0.4 + 0.6 * (number + 1) / len(self.layers))
        return self.found

    def _note(self, area: int, period: int, indicator: str, how: str) -> None:
        self.found.append((self.codes[area], self.periods[period], indicator, how))

    def _from_other(self, other: Attack) -> None:
        """What another edition publishes of the same cells, which then are known here; and what
        it withholds as well, less what is known here, from its own totals."""
        for name in sorted(self.layers.keys() & other.layers.keys()):
            own, its = self.layers[name], other.layers[name]
            if not own.hidden.any():
                continue
            own_areas, other_areas = _common(self, other)
            moments = [
                other.periods.index(period) for period in self.periods if period in other.periods
            ]
            mine = [
                self.periods.index(period) for period in self.periods if period in other.periods
            ]
            at, its_at = np.ix_(own_areas, mine), np.ix_(other_areas, moments)
            open_there = own.hidden[at] & its.exists[its_at]
            # The other edition's own sums, with all that this one publishes filled in.
            shown_elsewhere = its.hidden[its_at] & own.exists[at]
            hidden, exists = its.hidden.copy(), its.exists.copy()
            value, base, count = its.value.copy(), its.base.copy(), its.count.copy()
            hidden[its_at] &= ~shown_elsewhere
            exists[its_at] |= shown_elsewhere
            value[its_at] = np.where(shown_elsewhere, own.value[at], value[its_at])
            base[its_at] = np.where(shown_elsewhere, own.base[at], base[its_at])
            count[its_at] = np.where(shown_elsewhere, own.count[at], count[its_at])
            filled = Layer(its.definition, hidden, exists, value, base, count, its.estimated)
            for code, period, _, how in other._pinned(filled):
                if code in self.place and period in self.periods:
                    cell = self.place[code], self.periods.index(period)
                    if own.hidden[cell]:
                        self._note(*cell, name, f"{how}, with {other.edition.id}")
            # And what that one publishes is known in this one's sums.
            for part, its_part in (
                (own.value, its.value),
                (own.base, its.base),
                (own.count, its.count),
            ):
                part[at] = np.where(open_there, its_part[its_at], part[at])
            own.exists[at] |= open_there
            own.hidden[at] &= ~open_there

    def _from_other_indicators(self) -> None:
        """Indicators that add up: parts of one whole, all published but one. Counts add up whatever
        they are told per, and whether or not all is measured in the same areas."""
        rates = [layer for layer in self.layers.values() if layer.counted]
        if len(rates) < 2:
            return
        for period in range(len(self.periods)):
            shown = np.column_stack([layer.exists[:, period] for layer in rates])
            measured = np.flatnonzero(shown.any(axis=0))
            lost = np.column_stack([layer.hidden[:, period] for layer in rates])
            if measured.size < 2 or not lost.any():
                continue
            areas = _sample(shown[:, measured])
            counts = np.column_stack(
                [rates[indicator].count[areas, period] for indicator in measured]
            )
            bases = np.column_stack(
                [rates[indicator].base[areas, period] for indicator in measured]
            )
            for columns in relations(counts, bases):
                parts = [rates[int(measured[column])] for column in columns]
                unknown = np.column_stack([layer.hidden[:, period] for layer in parts])
                is_shown = np.column_stack([layer.exists[:, period] for layer in parts])
                single = (unknown.sum(axis=1) == 1) & (unknown | is_shown).all(axis=1)
                for area in np.flatnonzero(single):
                    layer = parts[int(np.flatnonzero(unknown[area])[0])]
                    self._note(int(area), period, layer.definition["id"], "from other indicators")

    def _from_other_periods(self, layer: Layer) -> None:
        """A year less its other quarters (or months), where these add up to it in what is shown."""
        for longer, parts in contained(self.periods) if layer.counted else ():
            columns = [longer, *parts]
            shown = layer.exists[:, columns].all(axis=1)
            off = layer.count[:, parts].sum(axis=1) - layer.count[:, longer]
            if not shown.any() or (np.abs(off[shown]) > 0.5).any():
                continue
            lost, is_shown = layer.hidden[:, columns], layer.exists[:, columns]
            single = (lost.sum(axis=1) == 1) & (lost | is_shown).all(axis=1)
            for area in np.flatnonzero(single):
                period = columns[int(np.flatnonzero(lost[area])[0])]
                self._note(int(area), period, layer.definition["id"], "from other periods")

    def _from_ties(self, layer: Layer, pairs: dict[int, list[tuple[int, int]]]) -> None:
        """Areas that were estimated from one old area."""
        groups = self._group_totals(layer)
        totals: dict[int, list[Ints]] = {}
        for period in pairs:
            has_cell = layer.exists[:, period] | layer.hidden[:, period]
            child = np.flatnonzero(has_cell & (self.parent >= 0))
            above = [
                child[self.parent[child] == above]
                for above in np.unique(self.parent[child])
                if layer.exists[above, period] and layer.definition.get("additive", True)
            ]
            own = [members for members, *_ in groups.get(self.periods[period], [])]
            totals[period] = [*above, *own]
        for (area, period), how in had_by_ties(layer.shown, pairs, totals):
            self._note(area, period, layer.definition["id"], how)

    def _from_divided(self, layer: Layer) -> None:
        """Few respondents of an area that was divided: they are in no cell, and in totals."""
        self.found += attack_divided.from_divided(
            self.edition,
            self.tables,
            layer.definition,
            attack_divided.Frame(self.codes, self.parent, self.level, self.periods),
            attack_divided.Least(
                self._limit(layer, "minimum_base"), self._limit(layer, "minimum_count"), self.step
            ),
        )

    def _from_totals(self, layer: Layer) -> None:
        self.found += self._pinned(layer)

    def _pinned(self, layer: Layer) -> list[Find]:
        """Cells of one indicator that the totals of areas above and of groups pin down."""
        name = layer.definition["id"]
        groups = self._group_totals(layer)
        moments = np.flatnonzero(layer.hidden.any(axis=0))
        if moments.size == 0:
            return []
        areas = [np.flatnonzero(layer.hidden[:, period]) for period in moments]
        slack = slack_of(self._numbers(layer), self.parent, self.level, layer.hidden)
        rows = [
            self._equations(layer, slack, int(period), cells, groups.get(self.periods[period], []))
            for period, cells in zip(moments, areas, strict=True)
        ]
        sums = Equations(
            block_diag([row.matrix for row in rows], format="csr"),
            *(
                np.concatenate([getattr(row, part) for row in rows])
                for part in ("base", "amount", "base_slack", "amount_slack", "rounded")
            ),
        )
        where = np.concatenate(areas)
        when = np.repeat(moments, [cells.size for cells in areas])
        if layer.counted:
            limit = self._limit(layer, "minimum_count")
            pinned, solved = known_counts(sums, limit, layer.has_rest)
        else:
            pinned, solved = known_means(sums)
        self.programmes += solved
        return [
            (self.codes[where[number]], self.periods[when[number]], name, "from totals")
            for number in pinned
        ]

    def _numbers(self, layer: Layer) -> Numbers:
        """What is published of an indicator, for telling how exact its sums are."""
        return Numbers(
            value=layer.value,
            base=layer.base,
            amount=layer.count,
            half_base=0.0 if layer.counted or self.step <= 1 else self.step / 2,
            scale=float(layer.definition["scale"]) if layer.counted else 1.0,
            counts=layer.counted,
        )

    def _group_totals(self, layer: Layer) -> dict[str, list[tuple[Ints, float, float]]]:
        """Per period the groups whose pooled value is shown: members, base, count."""
        rows = attack_tables.of(self.edition, "groups", layer.definition["id"]).filter(
            pl.col("method").is_in(["pooled", "pooled_same"]) & pl.col("value").is_not_null()
        )
        if rows.is_empty() or self.tables.members.is_empty():
            return {}
        inside: dict[tuple[str, str, str], list[int]] = {}
        for group, area, period in self.tables.members_at().sort("group", "area").iter_rows():
            if area in self.place:
                inside.setdefault(("pooled", group, period), []).append(self.place[area])
        for group, area in self._same_members(layer).sort("group", "area").iter_rows():
            for period in self.periods if area in self.place else ():
                inside.setdefault(("pooled_same", group, period), []).append(self.place[area])

        def column(name: str) -> Floats:
            return np.asarray(rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy())

        if layer.counted:
            nothing = np.full(rows.height, np.nan)
            base, count = counts_behind(
                column("value"),
                column("lower"),
                column("upper"),
                nothing,
                float(layer.definition["scale"]),
                1.0,
            )
        else:
            base = count = np.full(rows.height, np.nan)
        result: dict[str, list[tuple[Ints, float, float]]] = {}
        for number, key in enumerate(rows.select("method", "group", "period").iter_rows()):
            areas, period = np.array(inside.get(key, []), dtype=np.int64), key[2]
            result.setdefault(period, []).append((areas, float(base[number]), float(count[number])))
        return result

    def _same_members(self, layer: Layer) -> pl.DataFrame:
        """group, area of the areas that a group's change is about, as far as can be seen."""
        area, period = np.nonzero(layer.exists | layer.hidden)
        cells_shown = pl.DataFrame(
            {
                "area": [self.codes[place] for place in area],
                "period": [self.periods[moment] for moment in period],
            },
            schema={"area": pl.String, "period": pl.String},
        )
        return self.tables.same_members(layer.definition["id"], cells_shown)

    def _equations(
        self,
        layer: Layer,
        slack: Slack,
        period: int,
        cells: Ints,
        groups: list[tuple[Ints, float, float]],
    ) -> Equations:
        """Equations over the hidden ``cells`` of a moment: a row per area above and per group."""
        place = np.full(len(self.codes), -1, dtype=np.int64)
        place[cells] = np.arange(cells.size)
        exists, hidden = layer.exists[:, period], layer.hidden[:, period]
        has_cell = exists | hidden
        base = np.where(hidden, 0.0, layer.base[:, period])
        count = np.where(hidden, 0.0, layer.count[:, period])
        # Where an area isn't the sum of its parts, subtracting these from it tells nothing.
        nested = layer.definition.get("additive", True)
        child = np.flatnonzero(has_cell & (self.parent >= 0) & nested)
        child = child[has_cell[self.parent[child]]]
        above = self.parent[child]
        touched = np.unique(np.concatenate([above[hidden[child]], above[hidden[above]]]))
        keep = np.isin(above, touched)
        child, above = child[keep], above[keep]
        row_of = np.full(len(self.codes), -1, dtype=np.int64)
        row_of[touched] = np.arange(touched.size)

        def left(values: Floats) -> Floats:
            inside = np.bincount(row_of[above], values[child], minlength=touched.size)
            return np.asarray(values[touched] - inside)

        rows = [row_of[above[hidden[child]]], row_of[touched[hidden[touched]]]]
        columns = [place[child[hidden[child]]], place[touched[hidden[touched]]]]
        signs = [np.ones(columns[0].size), -np.ones(columns[1].size)]
        base_left, count_left = list(left(base)), list(left(count))
        for members, total, number in groups:
            unknown = members[hidden[members]]
            if unknown.size == 0:
                continue
            members_shown = members[exists[members] & ~hidden[members]]
            rows.append(np.full(unknown.size, len(base_left)))
            columns.append(place[unknown])
            signs.append(np.ones(unknown.size))
            base_left.append(total - float(base[members_shown].sum()))
            count_left.append(number - float(count[members_shown].sum()))
        matrix = csr_matrix(
            (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))),
            shape=(len(base_left), cells.size),
        )
        # Groups are added up by the edition itself, so exactly.
        none = np.zeros(len(base_left) - touched.size)
        # Hierarchies without bases can't be added up at all.
        unusable = np.isnan(np.array(base_left[: touched.size]))
        base_slack = np.where(unusable, np.nan, slack.base[touched, period])
        return Equations(
            matrix,
            np.array(base_left, dtype=float),
            np.array(count_left, dtype=float),
            np.concatenate([base_slack, none]),
            np.concatenate([slack.amount[touched, period], none]),
            np.concatenate([slack.rounded[touched, period], none > 0]),
        )

    def _limit(self, layer: Layer, name: str) -> float:
        own = layer.definition[name]
        if not self.limits["enabled"]:
            return 0.0
        return float(self.limits[name] if own is None else own)


def _sample(shown: Bools) -> Ints:
    """Areas (places) in which to look for sums of the columns of ``shown``: some of all, and some of
    each column's own, whatever else is measured there."""
    places = [np.flatnonzero(shown.any(axis=1)), *(np.flatnonzero(column) for column in shown.T)]
    most = [_SAMPLE, *[_OF_EACH] * shown.shape[1]]
    spread = [own[:: max(1, -(-own.size // many))] for own, many in zip(places, most, strict=True)]
    return np.unique(np.concatenate(spread))


def _common(attack: Attack, other: Attack) -> tuple[list[int], list[int]]:
    """The places of the areas that both have, in each."""
    both = [code for code in attack.codes if code in other.place]
    return [attack.place[code] for code in both], [other.place[code] for code in both]
