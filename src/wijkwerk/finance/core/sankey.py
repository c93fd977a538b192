"""A Sankey diagram: pots as bars in layers, from where money comes from to where it ends, flows as bands between them.

Layers are longest paths (Sugiyama, Tagawa and Toda 1981), the order in a layer follows the middle of the neighbours.
A flow that would close a loop is not drawn and is told: a picture that hides it would count money twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SWEEPS = 6
_GAP = 15.0
Pair = tuple[str, str]


@dataclass(frozen=True)
class Bar:
    """A pot: its place, its size and what goes through it."""

    name: str
    layer: int
    x: float
    y: float
    height: float
    cents: int


@dataclass(frozen=True)
class Band:
    """What goes from a pot to another: from the middle of its left end to that of its right end."""

    source: str
    target: str
    cents: int
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True)
class Layout:
    """A picture of ``width`` by ``height``; ``closing`` are pairs that close a loop and aren't drawn."""

    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    width: float
    height: float
    closing: tuple[Pair, ...] = field(default=())


def layout(links: Mapping[Pair, int], width: float, tall: float, bar: float = 10.0) -> Layout:
    """Place ``links`` (cents by source and target, above nothing) in a picture of this width, its fullest layer about
    ``tall`` high. An empty one without links."""
    closing = loops(links)
    drawn = {pair: cents for pair, cents in links.items() if pair not in closing}
    if not drawn:
        return Layout((), (), width, 0.0, tuple(closing))
    layers = _layers(drawn)
    through = _through(drawn)
    members = _ordered(drawn, layers)
    fullest = max(sum(through[name] for name in layer) for layer in members)
    most = max(len(layer) for layer in members)
    gap = min(_GAP, tall / most)
    scale = tall / fullest
    height = max(
        sum(max(through[name] * scale, 1.0) for name in layer) + gap * (len(layer) - 1)
        for layer in members
    )
    step = (width - bar) / max(len(members) - 1, 1)
    bars: dict[str, Bar] = {}
    for place, layer in enumerate(members):
        y = 0.0
        for name in layer:
            size = max(through[name] * scale, 1.0)
            bars[name] = Bar(name, place, place * step, y, size, through[name])
            y += size + gap
    return Layout(
        tuple(bars.values()), _bands(drawn, bars, scale, bar), width, height, tuple(closing)
    )


def loops(links: Mapping[Pair, int]) -> list[Pair]:
    """Pairs without which no money comes back to where it was: of each loop the smallest flows, as few as are found by
    adding the largest first."""
    suspects = [
        pair
        for component in _components(links)
        for pair in links
        if pair[0] in component and pair[1] in component
    ]
    onwards: dict[str, list[str]] = defaultdict(list)
    closing = []
    for source, target in sorted(suspects, key=lambda pair: (-links[pair], pair)):
        if source == target or _reaches(onwards, target, source):
            closing.append((source, target))
        else:
            onwards[source].append(target)
    return closing


def _reaches(onwards: Mapping[str, Sequence[str]], start: str, goal: str) -> bool:
    todo, visited = [start], {start}
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        for other in onwards.get(name, ()):
            if other not in visited:
                visited.add(other)
                todo.append(other)
    return False


def _components(links: Mapping[Pair, int]) -> list[set[str]]:
    """Strongly connected pots, of two and more or with a flow to themselves (Kosaraju)."""
    onwards: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        onwards[source].append(target)
        back[target].append(source)
    order: list[str] = []
    visited: set[str] = set()
    for start in dict.fromkeys(name for pair in links for name in pair):
        todo = [(start, False)]
        while todo:
            name, is_done = todo.pop()
            if is_done:
                order.append(name)
            elif name not in visited:
                visited.add(name)
                todo.append((name, True))
                todo += [(other, False) for other in onwards[name] if other not in visited]
    components, placed = [], set()
    for start in reversed(order):
        if start in placed:
            continue
        component, queue = {start}, [start]
        placed.add(start)
        while queue:
            for other in back[queue.pop()]:
                if other not in placed:
                    placed.add(other)
                    component.add(other)
                    queue.append(other)
        if len(component) > 1 or (start, start) in links:
            components.append(component)
    return components


def _layers(links: Mapping[Pair, int]) -> dict[str, int]:
    """How many flows lie at most before each pot."""
    incoming: dict[str, int] = defaultdict(int)
    onwards: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        onwards[source].append(target)
        incoming[target] += 1
    names = list(dict.fromkeys(name for pair in links for name in pair))
    layers = dict.fromkeys(names, 0)
    ready = [name for name in names if not incoming[name]]
    while ready:
        name = ready.pop()
        for other in onwards[name]:
            layers[other] = max(layers[other], layers[name] + 1)
            incoming[other] -= 1
            if not incoming[other]:
                ready.append(other)
    return layers


def _through(links: Mapping[Pair, int]) -> dict[str, int]:
    """The larger of what goes in and what goes out of each pot."""
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for (source, target), cents in links.items():
        out[source] += cents
        into[target] += cents
    return {name: max(into[name], out[name]) for name in [*out, *into]}


def _ordered(links: Mapping[Pair, int], layers: Mapping[str, int]) -> list[list[str]]:
    """Names by layer, ordered by the weighted middle of their neighbours, to and fro."""
    neighbours: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (source, target), cents in links.items():
        neighbours[source].append((target, cents))
        neighbours[target].append((source, cents))
    members: list[list[str]] = [[] for _layer in range(max(layers.values()) + 1)]
    for name, layer in layers.items():
        members[layer].append(name)
    places = {name: place / len(names) for names in members for place, name in enumerate(names)}
    for sweep in range(_SWEEPS):
        for names in members if sweep % 2 == 0 else reversed(members):
            middles = {
                name: sum(places[other] * cents for other, cents in neighbours[name])
                / sum(cents for _other, cents in neighbours[name])
                for name in names
            }
            names.sort(key=lambda name: (middles[name], name))
            for place, name in enumerate(names):
                places[name] = (place + 0.5) / len(names)
    return members


def _bands(
    links: Mapping[Pair, int], bars: Mapping[str, Bar], scale: float, bar: float
) -> tuple[Band, ...]:
    """Bands in the order of where they come from and go to, side by side on their bars."""
    used_left: dict[str, float] = defaultdict(float)
    used_right: dict[str, float] = defaultdict(float)
    ends: dict[Pair, tuple[float, float]] = {}
    for source, target in sorted(links, key=lambda pair: (bars[pair[0]].y, bars[pair[1]].y)):
        size = links[source, target] * scale
        ends[source, target] = (bars[source].y + used_right[source] + size / 2, 0.0)
        used_right[source] += size
    for source, target in sorted(links, key=lambda pair: (bars[pair[1]].y, bars[pair[0]].y)):
        size = links[source, target] * scale
        first = ends[source, target][0]
        ends[source, target] = (first, bars[target].y + used_left[target] + size / 2)
        used_left[target] += size
    return tuple(
        Band(
            source,
            target,
            cents,
            bars[source].x + bar,
            ends[source, target][0],
            bars[target].x,
            ends[source, target][1],
            max(cents * scale, 0.5),
        )
        for (source, target), cents in links.items()
    )
