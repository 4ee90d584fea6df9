"""The figures that describe a whole network: what each says, in both languages, and where it is defined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gzkg.model import Texts
from gzkg.network.table import Table

_PATHS: Final = "Watts, D. J. & Strogatz, S. H. (1998). Nature 393, 440-442"
_MIXING: Final = "Newman, M. E. J. (2003). Phys. Rev. E 67, 026126"
_TAIL: Final = "Clauset, A., Shalizi, C. R. & Newman, M. E. J. (2009). SIAM Review 51, 661-703"
_CORE: Final = (
    "Borgatti, S. P. & Everett, M. G. (2000). Social Networks 21, 375-395; Lip, S. Z. W. (2011). arXiv:1102.5511"
)
_SIDES: Final = "Borgatti, S. P. & Everett, M. G. (1997). Social Networks 19, 243-269"
_BOOK: Final = "Wasserman, S. & Faust, K. (1994). Social Network Analysis. Cambridge University Press"
_SPHERE: Final = (
    "great circle on a sphere of 6371.0088 km, the mean Earth radius R1 of GRS 80: "
    "Moritz, H. (2000). J. Geodesy 74, 128-133"
)

FIGURES: Final[Mapping[str, tuple[str, str, str]]] = {
    "nodes": ("number of nodes", "节点数", _BOOK),
    "edges": (
        "number of edges, each pair once (directed: each direction)",
        "连边数，每对节点计一次（有向网络按方向计）",
        _BOOK,
    ),
    "density": (
        "edges divided by the possible edges: n(n - 1)/2, directed n(n - 1), two-mode n₀n₁",
        "连边数与可能的连边数之比：n(n - 1)/2，有向网络n(n - 1)，二模网络n₀n₁",
        f"{_BOOK}; two-mode: {_SIDES}",
    ),
    "components": ("number of connected components, direction ignored", "连通分量数，忽略方向", _BOOK),
    "largest_component_nodes": (
        "nodes in the largest component, direction ignored",
        "最大连通分量的节点数，忽略方向",
        _BOOK,
    ),
    "largest_component_share": (
        "share of the nodes that are in the largest component, direction ignored",
        "最大连通分量的节点占比，忽略方向",
        _BOOK,
    ),
    "strong_components": (
        "number of strongly connected components: parts in which each node reaches each other along the direction",
        "强连通分量数：其中任意两节点可沿方向互相到达",
        _BOOK,
    ),
    "largest_strong_component_nodes": (
        "nodes in the largest strongly connected component",
        "最大强连通分量的节点数",
        _BOOK,
    ),
    "diameter": (
        "longest shortest path within the largest component (directed: largest strongly connected component), in steps",
        "最大连通分量（有向网络为最大强连通分量）内最短路径的最大长度（步数）",
        _BOOK,
    ),
    "mean_path_length": (
        "mean shortest path over all pairs of the largest component (directed: largest strongly connected component), "
        "in steps",
        "最大连通分量（有向网络为最大强连通分量）内所有节点对最短路径的平均长度（步数）",
        _PATHS,
    ),
    "reachable_diameter": (
        "longest shortest path over all pairs of which one reaches the other, in steps",
        "全网所有可达节点对最短路径的最大长度（步数）",
        _BOOK,
    ),
    "reachable_mean_path_length": (
        "mean shortest path over all pairs of which one reaches the other, in steps; pairs without a path are left out",
        "全网所有可达节点对最短路径的平均长度（步数），不可达的节点对不计",
        _PATHS,
    ),
    "efficiency": (
        "mean over all pairs of 1 / shortest path, 0 where there is no path",
        "所有节点对最短路径倒数的均值，不可达时为0",
        "Latora, V. & Marchiori, M. (2001). Phys. Rev. Lett. 87, 198701",
    ),
    "global_clustering": (
        "3 × triangles / pairs of ties that share a node (transitivity), direction ignored; 0 without such pairs",
        "全局聚类系数（传递性）：3×三角形数／共享一个节点的连边对数，忽略方向；没有此类边对时为0",
        "Newman, M. E. J., Strogatz, S. H. & Watts, D. J. (2001). Phys. Rev. E 64, 026118",
    ),
    "mean_local_clustering": (
        "mean over nodes of the share of a node's contacts that are tied to each other, 0 with fewer than two contacts",
        "局部聚类系数的均值：节点的邻居两两相连的比例，邻居少于两个时为0",
        f"{_PATHS}; directed: Fagiolo, G. (2007). Phys. Rev. E 76, 026107",
    ),
    "mean_degree": (
        "mean number of ties of a node; directed: incoming and outgoing together",
        "节点的平均连边数；有向网络为入边与出边之和",
        _BOOK,
    ),
    "degree_gini": (
        "Gini coefficient of the degrees: 0 where all nodes have as many ties, near 1 where one has all",
        "度数的基尼系数：各节点度数相同时为0，集中于一个节点时接近1",
        "Gini, C. (1912). Variabilità e mutabilità. Bologna: Cuppini",
    ),
    "power_law_exponent": (
        "exponent of the discrete power law that fits the upper tail of the degrees best (greatest likelihood, lower "
        "bound by Kolmogorov-Smirnov distance); empty where the tail has fewer than 10 nodes; no test of the fit",
        "度数上尾的离散幂律指数（最大似然，下界由KS距离选定）；尾部少于10个节点时为空；不检验拟合优度",
        _TAIL,
    ),
    "power_law_xmin": ("smallest degree of the tail that the power law describes", "幂律所描述尾部的最小度数", _TAIL),
    "power_law_distance": (
        "Kolmogorov-Smirnov distance between the tail and the power law, 0 a perfect fit",
        "尾部与幂律之间的KS距离，0为完全吻合",
        _TAIL,
    ),
    "power_law_tail": ("number of nodes in the tail", "尾部的节点数", _TAIL),
    "degree_assortativity": (
        "correlation of the degrees at both ends of a tie, from -1 to 1 (directed: out-degree with in-degree)",
        "连边两端度数的相关系数，-1至1（有向网络为出度与入度）",
        "Newman, M. E. J. (2002). Phys. Rev. Lett. 89, 208701",
    ),
    "country_assortativity": (
        "how much ties stay within one country: 1 where all do, 0 as by chance; nodes of unknown country left out",
        "按国家的同配系数：连边全在国内为1，随机为0；国家未知的节点不计",
        _MIXING,
    ),
    "region_assortativity": (
        "how much ties stay within one region of the world: 1 where all do, 0 as by chance; nodes of unknown region "
        "left out",
        "按世界区域的同配系数：连边全在区域内为1，随机为0；区域未知的节点不计",
        _MIXING,
    ),
    "reciprocity": (
        "share of the edges that have an edge the other way",
        "有反向连边的连边所占比例",
        "Newman, M. E. J., Forrest, S. & Balthrop, J. (2002). Phys. Rev. E 66, 035101",
    ),
    "core_fit": (
        "correlation of the ties with an ideal core and periphery, best of the cores made of all nodes above a degree; "
        "direction ignored",
        "连边与理想核心—边缘结构的相关系数，核心取度数高于某一阈值的全部节点中拟合最佳者，忽略方向",
        _CORE,
    ),
    "core_nodes": ("nodes in that core", "该核心的节点数", _CORE),
    "side_0_nodes": ("nodes of side 0 (actors, such as cities)", "0侧节点数（行动者，如城市）", _SIDES),
    "side_1_nodes": ("nodes of side 1 (organisations, events)", "1侧节点数（组织、活动）", _SIDES),
    "side_0_mean_degree": ("mean number of ties of a node of side 0", "0侧节点的平均连边数", _SIDES),
    "side_1_mean_degree": ("mean number of ties of a node of side 1", "1侧节点的平均连边数", _SIDES),
    "nestedness": (
        "NODF, from 0 to 100: how far the partners of nodes with few ties are among those of nodes with more",
        "嵌套度NODF，0至100：连边少的节点的伙伴在多大程度上包含于连边多的节点的伙伴之中",
        "Almeida-Neto, M. et al. (2008). Oikos 117, 1227-1239",
    ),
    "located_nodes": ("nodes with coordinates; the others are left out", "有坐标的节点数，其余节点不计", _SPHERE),
    "located_edges": (
        "edges between nodes with coordinates; the others are left out",
        "两端均有坐标的连边数，其余不计",
        _SPHERE,
    ),
    "mean_km": ("mean length of the edges in km, along the great circle", "连边的平均大圆距离（千米）", _SPHERE),
    "first_quartile_km": (
        "length in km that a quarter of the edges do not exceed",
        "连边大圆距离的下四分位数（千米）",
        _SPHERE,
    ),
    "median_km": ("length in km that half of the edges do not exceed", "连边大圆距离的中位数（千米）", _SPHERE),
    "third_quartile_km": (
        "length in km that three quarters of the edges do not exceed",
        "连边大圆距离的上四分位数（千米）",
        _SPHERE,
    ),
    "within_country": (
        "share of the edges that stay within one country, of those between located nodes of known country",
        "两端在同一国家的连边占比（仅计有坐标且国家已知者）",
        _MIXING,
    ),
    "within_region": (
        "share of the edges that stay within one region of the world, of those between located nodes of known region",
        "两端在同一世界区域的连边占比（仅计有坐标且区域已知者）",
        _MIXING,
    ),
}
"""Figure -> what it says in English and in Chinese, and its reference."""

_ABOUT: Final[Mapping[str, Texts]] = {
    "value": {"en": "value of the figure; empty where it is not defined", "zh": "指标的值；无定义时为空"},
    "observed": {"en": "value in the network; empty where it is not defined", "zh": "实际网络中的值；无定义时为空"},
    "mean": {"en": "mean over the random networks", "zh": "随机网络中的均值"},
    "sd": {"en": "standard deviation over the random networks (n - 1)", "zh": "随机网络中的标准差（n - 1）"},
    "z": {
        "en": "(observed - mean) / sd; empty where sd is 0",
        "zh": "（实际值 - 均值）／标准差；标准差为0时为空",
    },
    "p": {
        "en": "(r + 1) / (draws + 1), r the random networks as far from their mean as the observed or farther",
        "zh": "（r + 1）／（抽样数 + 1），r为偏离均值不小于实际值的随机网络数（双侧）",
    },
    "draws": {
        "en": "random networks in which the figure is defined",
        "zh": "该指标有定义的随机网络数",
    },
}


def figure_table(names: list[str], columns: Mapping[str, list[Any]]) -> Table:
    """Return a row for each figure: its name, the columns given, and its definition."""
    told = [FIGURES[name] for name in names]
    return Table(
        {
            "figure": names,
            **columns,
            "definition_en": [english for english, _, _ in told],
            "definition_zh": [chinese for _, chinese, _ in told],
            "reference": [reference for _, _, reference in told],
        },
        {name: about for name, about in _ABOUT.items() if name in columns},
    )
