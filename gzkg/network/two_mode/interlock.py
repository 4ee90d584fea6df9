"""Interlocking connectivity: how cities are linked by the organisations they share, as the GaWC network measures it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from gzkg.network.arrays import Floats
from gzkg.network.two_mode.incidence import Incidence


def interlock(incidence: Incidence, *, weighted: bool = False, share: bool = False) -> Floats:
    """Return the connectivity of each row: GNC(a) = Σ_{b≠a} r(a,b), with r(a,b) = Σⱼ v(a,j) v(b,j).

    The service value v(a,j) is 1 where row a has column j, with `weighted` the weight of the edge, 0 elsewhere. Summed
    as Σⱼ v(a,j) (V(j) - v(a,j)), V(j) the sum of column j, which takes no matrix of rows by rows. With `share`,
    divided by the highest value (all 0 if that is 0). Reference: Taylor (2001), Geographical Analysis 33, 181-194.
    """
    values = incidence.matrix if weighted else incidence.pattern
    others = values.sum(axis=0)[values.indices] - values.data
    products = csr_array((values.data * others, values.indices, values.indptr), values.shape)
    total = np.asarray(products.sum(axis=1), dtype=np.float64)
    highest = total.max(initial=0.0)
    return total / highest if share and highest else total
