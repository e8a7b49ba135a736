"""The two directions in which people differ most, and where each person stands in that plane."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from gongzhi.opinions.rules.matrix import Numbers, Votes, Whole

# Up to so many statements the covariance is written out; beyond, it is only multiplied with.
WRITTEN_OUT = 1500
# Above this share of filled cells plain tables multiply faster than sparse ones.
FULL = 0.12
BLOCK = 2048
# Components of one size may be told apart by rounding only; the first by statement then decides the sign.
SAME_SIZE = 1e-9


class Moved(NamedTuple):
    """Votes less the mean of their statement: the means, and the table; what is taken out is 0 for everybody."""

    centre: Numbers
    table: sparse.csr_matrix


class Axes(NamedTuple):
    """Two directions over the statements (rows), and the share of all difference that each shows."""

    directions: Numbers
    shares: Numbers


class Plane(NamedTuple):
    """The axes, by how much each person's sum is enlarged, and where each person stands."""

    axes: Axes
    scale: Numbers
    points: Numbers


def moved_of(votes: Votes) -> Moved:
    """Votes less the mean of their statement.

    A missing vote takes that mean, so it is exactly 0 here and costs nothing: the covariance is the product of this
    sparse table with itself, and memory follows the number of votes.
    """
    cells, kept = votes.cells, ~votes.out
    numbers = votes.per_statement()
    sums = np.bincount(cells.indices, weights=cells.data, minlength=len(votes.statements))
    centre = np.where(kept & (numbers > 0), sums / np.maximum(numbers, 1), 0.0)
    values = (cells.data - centre[cells.indices]) * kept[cells.indices]
    return Moved(centre, sparse.csr_matrix((values, cells.indices, cells.indptr), shape=cells.shape))


def covariance(table: sparse.csr_matrix, rows: Whole | None = None) -> Numbers:
    """The sums of products of every two statements over these people (not divided by their number)."""
    chosen = table if rows is None else table[rows]
    people, statements = chosen.shape
    if chosen.nnz < FULL * people * statements:
        return np.asarray((chosen.T @ chosen).toarray())
    total = np.zeros((statements, statements))
    for at in range(0, people, BLOCK):
        block = chosen[at : at + BLOCK].toarray()
        total += block.T @ block
    return total


def axes_of(product: Numbers) -> Axes:
    """The two directions of the largest difference, from a covariance."""
    statements, total = len(product), float(np.trace(product))
    if not total > 0:
        return Axes(np.zeros((2, statements)), np.zeros(2))
    sizes, vectors = eigh(product, subset_by_index=[max(statements - 2, 0), statements - 1])
    return _settled(sizes[::-1], vectors.T[::-1], total)


def axes_by_products(table: sparse.csr_matrix, begin: Axes | None = None) -> Axes:
    """The same for so many statements that their covariance would not fit; `begin` saves time, nothing else."""
    total = float(table.data @ table.data)
    if not total > 0:
        return Axes(np.zeros((2, table.shape[1])), np.zeros(2))
    turned, size = table.T.tocsr(), table.shape[1]
    operator = LinearOperator((size, size), matvec=lambda vector: turned @ (table @ vector), dtype=np.float64)
    # By lot, for a start that is at right angles to an axis would never find it.
    first = np.random.default_rng(size).normal(size=size) if begin is None else begin.directions.sum(axis=0)
    sizes, vectors = eigsh(operator, k=2, v0=first, ncv=24)
    order = np.argsort(-sizes)
    return _settled(sizes[order], vectors.T[order], total)


def _settled(sizes: Numbers, vectors: Numbers, total: float) -> Axes:
    directions, shares = np.zeros((2, vectors.shape[1])), np.zeros(2)
    for at, (size, axis) in enumerate(zip(sizes, vectors, strict=True)):
        if size > total * SAME_SIZE:
            directions[at], shares[at] = _signed(axis), size / total
    return Axes(directions, shares)


def _signed(axis: Numbers) -> Numbers:
    """An axis has no natural sign: the statement that weighs most points to the positive side."""
    weights = np.abs(axis)
    heaviest = int(np.argmax(weights >= weights.max() - SAME_SIZE))
    return np.asarray(axis if axis[heaviest] > 0 else -axis)


def points_of(table: sparse.csr_matrix, axes: Axes, scale: Numbers) -> Numbers:
    """Where each person stands: the sum over the votes cast, enlarged by the person's scale."""
    return np.asarray((table @ axes.directions.T) * scale[:, None])


def scale_of(votes: Votes) -> Numbers:
    """√(statements ÷ votes cast), so that people who voted little do not sink to the middle.

    A statement taken out is 0 for everybody, and so counts as one on which everybody voted.
    """
    statements, out = len(votes.statements), int(votes.out.sum())
    return np.asarray(np.sqrt(statements / np.maximum(standing(votes) + out, 1)))


def standing(votes: Votes) -> Whole:
    """How many votes each person cast on statements that stand."""
    taken = np.concatenate([[0], np.cumsum(votes.out[votes.cells.indices])])
    return np.asarray(votes.per_person() - np.diff(taken[votes.cells.indptr]))
