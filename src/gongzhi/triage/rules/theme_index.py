"""Finding the messages that share rare pieces with a new one, without looking at all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from gongzhi.triage.rules.theme_linkage import Numbers, Rows

NEAR = 30  # how many of the nearest messages a new one is compared with


class Index:
    """Piece → rows. What was there at `rebuild` lies in arrays, what came later in lists."""

    def __init__(self) -> None:
        self._settled = sparse.csc_matrix((0, 0))
        self._later: dict[int, list[int]] = {}

    def rebuild(self, strong: sparse.csr_matrix) -> None:
        """Forget everything and hold these rows by their strongest pieces."""
        self._settled = strong.tocsc()
        self._later = {}

    def add(self, row: int, ids: Sequence[int]) -> None:
        """One more row under its strongest pieces."""
        for piece in ids:
            self._later.setdefault(piece, []).append(row)

    def near(self, strong: sparse.csr_matrix) -> Rows:
        """Rows that share most with one message's strongest pieces, most first."""
        found: list[Rows] = []
        shared: list[Numbers] = []
        for piece, weight in zip(strong.indices.tolist(), strong.data.tolist(), strict=True):
            rows = self._rows(piece)
            found.append(rows)
            shared.append(np.full(len(rows), weight * weight))
        if not found:
            return np.empty(0, dtype=np.int64)
        rows, at = np.unique(np.concatenate(found), return_inverse=True)
        total = np.bincount(at, np.concatenate(shared), len(rows)).round(9)
        best: Rows = rows[np.lexsort((rows, -total))][:NEAR]
        return best

    def _rows(self, piece: int) -> Rows:
        later = np.array(self._later.get(piece, ()), dtype=np.int64)
        if piece >= self._settled.shape[1]:
            return later
        begin, end = self._settled.indptr[piece : piece + 2]
        return np.concatenate((self._settled.indices[begin:end].astype(np.int64), later))
