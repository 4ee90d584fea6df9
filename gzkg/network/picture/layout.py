"""Where nodes go when nothing says where they are: tied ones near each other, none on another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse.csgraph import connected_components

from gzkg.network.arrays import Arrays, Floats

_STEPS: Final = 400
_MOST_WORK: Final = 120_000
_GRAVITY: Final = 0.06
_WIDEST: Final = 160.0

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def spread(arrays: Arrays, width: float, height: float) -> Floats:
    """Return a place for each node, as n rows of x and y, in a box; parts that are not tied lie side by side.

    Forces as Fruchterman and Reingold (1991), with repulsion by degree and gravity as Jacomy et al. (2014). The start
    is a spiral by degree, so nothing is drawn at random. 300 nodes take 0.8 s; 2,000, with fewer steps, 6 s.
    """
    adjacency = arrays.pattern.maximum(arrays.pattern.T)
    _, component = connected_components(adjacency, directed=False)
    members = [np.flatnonzero(component == number) for number in np.unique(component)]
    members.sort(key=len, reverse=True)
    places = np.empty((arrays.size, 2))
    boxes = _boxes([len(nodes) ** 0.65 for nodes in members], (0, 0, width, height))
    for nodes, box in zip(members, boxes, strict=True):
        places[nodes] = _fitted(_settled(adjacency[nodes][:, nodes].toarray()), box)
    return places


def part(places: Floats, radii: Floats, gap: float = 3.0) -> Floats:
    """Return places moved so that circles round them do not overlap, in the same unit as the radii."""
    places = places.copy()
    room = radii[:, None] + radii[None, :] + gap
    for _ in range(60):
        distance = _distances(places)
        overlap = np.maximum(room / distance - 1, 0)
        np.fill_diagonal(overlap, 0)
        if not overlap.any():
            break
        places += 0.5 * (places * overlap.sum(axis=1)[:, None] - _sums(overlap, places))
    return places


def _settled(adjacency: Floats) -> Floats:
    """Return where connected nodes come to rest, in a unit in which neighbours are about 1 apart."""
    degree = 1 + adjacency.sum(axis=1)
    places, mass = _spiral(degree), np.sqrt(np.outer(degree, degree))
    steps = min(_STEPS, _MOST_WORK // len(places))
    for step in range(steps):
        heat = 0.12 * (1 - step / steps) ** 1.5
        pull = _forces(places, adjacency, mass)
        length = np.maximum(np.hypot(pull[:, 0], pull[:, 1]), 1e-9)
        places = places + pull * (np.minimum(length, heat) / length)[:, None]
    settled: Floats = _turned(_drawn_in(places)) * np.sqrt(len(places))
    return settled


def _drawn_in(places: Floats) -> Floats:
    """Bring what is far out nearer, so that a long tail does not press all else together."""
    centred = places - places.mean(axis=0)
    distance = np.maximum(np.hypot(centred[:, 0], centred[:, 1]), 1e-9)
    drawn: Floats = centred * (distance / np.median(distance))[:, None] ** -0.3
    return drawn


def _forces(places: Floats, adjacency: Floats, mass: Floats) -> Floats:
    distance, near = _distances(places), 1 / np.sqrt(len(places))
    force = near**2 * mass / distance**2 - adjacency * distance / (near * mass)
    total: Floats = places * force.sum(axis=1)[:, None] - _sums(force, places)
    return total - _GRAVITY * np.sqrt(mass.diagonal())[:, None] * places


def _sums(factors: Floats, places: Floats) -> Floats:
    # not `@`: its sums may differ in the last digit from one run to the next, and here that grows
    sums: Floats = np.einsum("ij,jk->ik", factors, places)
    return sums


def _distances(places: Floats) -> Floats:
    x, y = places.T
    apart: Floats = np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
    return np.maximum(apart, 1e-6, out=apart)


def _spiral(mass: Floats) -> Floats:
    """Put nodes on a sunflower, the largest in the middle."""
    rank = np.empty(len(mass))
    rank[np.argsort(-mass, kind="stable")] = np.arange(len(mass))
    angle, radius = rank * np.pi * (3 - np.sqrt(5)), np.sqrt((rank + 0.5) / len(mass))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _turned(places: Floats) -> Floats:
    """Turn places so that they are widest from left to right."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned: Floats = centred @ (axes.T if axes.shape == (2, 2) else np.eye(2))
    flips: Floats = np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    return turned * flips


def _boxes(shares: Sequence[float], box: Box) -> list[Box]:
    """Divide a box among shares, which fall, in parts as little stretched as can be: halve them, and halve again."""
    if len(shares) == 1:
        return [box]
    sums = np.cumsum(shares)
    middle = 1 + int(np.argmin(np.abs(sums[:-1] / sums[-1] - 0.5)))
    share = float(sums[middle - 1] / sums[-1])
    left, top, width, height = box
    if width >= height:
        first, second = (left, top, width * share, height), (left + width * share, top, width * (1 - share), height)
    else:
        first, second = (left, top, width, height * share), (left, top + height * share, width, height * (1 - share))
    return [*_boxes(shares[:middle], first), *_boxes(shares[middle:], second)]


def _fitted(places: Floats, box: Box) -> Floats:
    """Stretch places to a box, less its rim, but few nodes not over all of a large one."""
    left, top, width, height = box
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([width, height]) * 0.94
    size = np.maximum(high - low, 1e-9)
    scale = np.minimum(room / size, _WIDEST)
    fitted: Floats = (places - (low + high) / 2) * scale + [left + width / 2, top + height / 2]
    return fitted
