"""Pictures of networks: read back as SVG, decoded as PNG, and checked against geometry."""

from __future__ import annotations

import itertools
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest

from gzkg.errors import BadNetwork, BadOption, EmptyNetwork
from gzkg.network.arrays import arrays_of
from gzkg.network.picture import Frame, Look, chart, draw
from gzkg.network.picture.label import label, writable
from gzkg.network.picture.layout import part, spread
from gzkg.network.picture.lettering import clean, width, wrap
from gzkg.network.picture.look import OTHER, PALETTE, UNKNOWN
from gzkg.network.picture.svg import has_chinese_font
from gzkg.network.picture.worldmap import WorldMap, equal_earth, great_circle, map_of
from gzkg.network.table import Table

SVG = "{http://www.w3.org/2000/svg}"
CITIES = {
    "city/cn-guangzhou": ("Guangzhou", "广州", "asia", 23.12, 113.25),
    "city/jp-fukuoka": ("Fukuoka", "福冈", "asia", 33.6, 130.41),
    "city/us-los-angeles": ("Los Angeles", "洛杉矶", "americas", 34.05, -118.24),
    "city/de-frankfurt": ("Frankfurt", "法兰克福", "europe", 50.12, 8.68),
    "city/xx-nowhere": ("Nowhere", "无处", None, None, None),
}


def star() -> nx.Graph[Any]:
    network: nx.Graph[Any] = nx.Graph()
    for name, (en, zh, region, lat, lon) in CITIES.items():
        known = {"label_en": en, "label_zh": zh, "region": region, "lat": lat, "lon": lon}
        network.add_node(name, **{key: value for key, value in known.items() if value is not None})
    network.add_edges_from(("city/cn-guangzhou", name) for name in list(CITIES)[1:])
    return network


def two_mode() -> nx.Graph[Any]:
    network: nx.Graph[Any] = nx.Graph(two_mode=True)
    network.add_nodes_from(["Lyon", "Guangzhou", "Quito"], side=0, region="europe")
    network.add_nodes_from(["UCLG", "C40"], side=1)
    network.add_edges_from([("Lyon", "UCLG"), ("Guangzhou", "UCLG"), ("Quito", "UCLG"), ("Lyon", "C40")])
    return network


def read(picture: bytes) -> ET.Element:
    return ET.fromstring(picture.decode())


def texts(picture: bytes) -> list[str]:
    return [element.text or "" for element in read(picture).iter(f"{SVG}text")]


def tips(picture: bytes, tag: str = "circle") -> dict[str, ET.Element]:
    """Return the marks of nodes by what they show under a pointer."""
    marks = {element.findtext(f"{SVG}title"): element for element in read(picture).iter(SVG + tag)}
    return {tip: mark for tip, mark in marks.items() if tip}


def png_size(picture: bytes) -> tuple[int, int]:
    """Return the size of a PNG whose picture data can be decompressed."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = b"", 8
    while place < len(picture):
        length, kind = struct.unpack(">I4s", picture[place : place + 8])
        chunks += picture[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += 12 + length
    wide, high = struct.unpack(">II", picture[16:24])
    assert len(zlib.decompress(chunks)) == high * (4 * wide + 1)
    return wide, high


def test_a_layout_shows_every_node_tie_and_name() -> None:
    picture = draw(star(), Look(colour_by="region", title="Guangzhou & friends", caption="gzkg 1.0"))
    assert set(tips(picture)) == {
        "Guangzhou: 4", "Fukuoka: 1", "Los Angeles: 1", "Frankfurt: 1", "Nowhere: 1"
    }  # fmt: skip
    assert {"Guangzhou", "Fukuoka", "Los Angeles", "Frankfurt", "Nowhere", "Guangzhou & friends"} <= set(texts(picture))
    assert len(list(read(picture).iter(f"{SVG}path"))) == 4
    assert {"Asia (2)", "Europe (1)", "Americas (1)", "not known (1)", "Number of partners"} <= set(texts(picture))
    assert texts(picture)[-1] == "gzkg 1.0"


def test_chinese_names_and_words() -> None:
    picture = draw(star(), Look(language="zh", colour_by="region", title="广州的伙伴"))
    assert {"广州", "福冈", "洛杉矶", "亚洲 (2)", "未知 (1)", "伙伴数", "广州的伙伴"} <= set(texts(picture))
    chinese = next(element for element in read(picture).iter(f"{SVG}text") if element.text == "广州")
    assert chinese.attrib["font-family"].startswith("'Noto Sans CJK SC'")
    assert read(picture).attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-Hans"


def test_a_map_leaves_out_what_is_nowhere_and_says_so() -> None:
    picture = draw(star(), Look(style="map", caption="gzkg 1.0."))
    assert len(tips(picture)) == 4
    assert "Nowhere" not in texts(picture)
    assert texts(picture)[-1] == "gzkg 1.0. Left out for having no coordinates: 1."
    assert "因无坐标而未画出：1个。" in texts(draw(star(), Look(style="map", language="zh")))


def test_a_map_has_land_under_it() -> None:
    land = next(read(draw(star(), Look(style="map"))).iter(f"{SVG}path"))
    assert land.attrib["fill-rule"] == "evenodd"
    assert land.attrib["d"].count("Z") > 50


def test_in_two_mode_networks_organisations_are_squares() -> None:
    picture = draw(two_mode(), Look(colour_by="region"))
    assert set(tips(picture)) == {"Lyon: 2", "Guangzhou: 1", "Quito: 1"}
    squares = tips(picture, "rect")
    assert set(squares) == {"UCLG: 3", "C40: 1"}
    assert {"City or other actor", "Organisation"} <= set(texts(picture))
    assert not any("not known" in text for text in texts(picture))
    assert {square.attrib["fill"] for square in squares.values()}.isdisjoint({*PALETTE, UNKNOWN})


@pytest.mark.parametrize("style", ["layout", "map"])
@pytest.mark.parametrize("width_px", [320, 1600])
def test_a_png_has_the_width_asked_for(style: str, width_px: int) -> None:
    wide, high = png_size(draw(star(), Look(style=style, format="png", width_px=width_px)))
    assert wide == width_px
    assert 0.4 < high / wide < 0.9


def test_a_png_is_not_blank_where_there_are_no_fonts() -> None:
    look = {"format": "png", "system_fonts": False}
    assert draw(star(), Look(**look)) != draw(star(), Look(labels=0, **look))  # type: ignore[arg-type]


@pytest.mark.parametrize("style", ["layout", "map"])
@pytest.mark.parametrize("format", ["svg", "png"])
def test_the_same_network_gives_the_same_bytes(style: str, format: str) -> None:
    look = Look(style=style, format=format, colour_by="region")
    turned: nx.Graph[Any] = nx.Graph()
    turned.add_nodes_from(reversed(list(star().nodes(data=True))))
    turned.add_edges_from((b, a) for a, b in reversed(list(star().edges())))
    assert draw(star(), look) == draw(star(), look) == draw(turned, look)


def test_hash_seeds_do_not_matter() -> None:
    code = (
        "import networkx as nx, hashlib; from gzkg.network.picture import draw, Look\n"
        "network = nx.relabel_nodes(nx.davis_southern_women_graph(), str)\n"
        "print(hashlib.sha256(draw(network, Look(most=25, colour_by='bipartite'))).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_hostile_labels_stay_text() -> None:
    hostile = {
        1: "<script>alert('1')</script>",
        2: "$\\frac{1}{2}$ & $x_2$",
        3: "two\nlines\tand \x00\x1b control",
        4: "😀 family 👨‍👩‍👧",
        5: "\u202eright to left\u2066",
        6: "]]><!--&amp;",
        7: "L" * 400,
    }
    network: nx.Graph[Any] = nx.star_graph(7)
    nx.set_node_attributes(network, hostile, "label_en")
    nx.set_node_attributes(network, dict.fromkeys(network, "\"><image href='x'/>"), "region")
    look = Look(colour_by="region", title="<b>\n\x00$t$", caption="<i>&</i>", size_label="<u>")
    picture = draw(network, look)
    assert {hostile[1], hostile[2], hostile[4], hostile[6]} <= set(texts(picture))
    assert {"two lines and control", "right to left", "L" * 47 + "…", "<b> $t$", "<u>"} <= set(texts(picture))
    assert {element.tag.removeprefix(SVG) for element in read(picture).iter()} == {
        "svg", "title", "desc", "rect", "g", "path", "circle", "line", "text"
    } - ({"line"} if b"<line" not in picture else set())  # fmt: skip
    assert png_size(draw(network, Look(format="png", colour_by="region")))[0] == 1600


@pytest.mark.parametrize("style", ["layout", "map"])
def test_an_empty_network_is_no_picture(style: str) -> None:
    with pytest.raises(EmptyNetwork, match="no node to draw"):
        draw(nx.Graph(), Look(style=style))


def test_a_map_of_nowhere_points_to_the_layout() -> None:
    with pytest.raises(EmptyNetwork, match="coordinates; a layout needs none"):
        draw(two_mode(), Look(style="map"))


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(BadNetwork, match="parallel"):
        draw(nx.MultiGraph([(1, 2)]))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"style": "lay-out"}, "layout, map. Did you mean layout"),
        ({"language": "fr"}, "en, zh"),
        ({"format": "jpeg"}, "svg, png"),
        ({"width_px": 50}, "200 to 8000"),
        ({"labels": -1}, "0 or more"),
        ({"most": 0}, "1 to 2000"),
    ],
)
def test_options_that_cannot_be(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(BadOption, match=told):
        Look(**wrong)


def test_colouring_by_what_no_node_has() -> None:
    with pytest.raises(BadOption, match="'continent' to colour by; there is label_en, label_zh, lat, lon, region"):
        draw(star(), Look(colour_by="continent"))


def test_the_six_largest_groups_have_colours_the_rest_is_grey() -> None:
    network: nx.Graph[Any] = nx.complete_graph(36)
    groups = {node: index for index, size in enumerate(range(1, 9), 1) for node in range(size * (size - 1) // 2, 36)}
    picture = draw(network, Look(colour_by=groups, labels=0))
    assert "Community 8 (8)" in texts(picture)
    assert "other (3)" in texts(picture)
    assert tips(picture)["35: 35"].attrib["fill"] == PALETTE[0]
    assert tips(picture)["0: 35"].attrib["fill"] == OTHER


def test_groups_may_have_any_name() -> None:
    groups = {0: "shown", 1: "unknown", 2: "{}", 3: True}
    assert {"shown (1)", "unknown (1)", "{} (1)"} <= set(texts(draw(nx.path_graph(4), Look(colour_by=groups))))
    assert {"0 (3)", "1 (2)"} <= set(texts(draw(two_mode(), Look(colour_by="side"))))


def test_regions_keep_their_colours() -> None:
    without_asia = star().subgraph(["city/us-los-angeles", "city/de-frankfurt"])
    for network in (star(), without_asia):
        marks = tips(draw(network, Look(colour_by="region", size_by={})))
        assert marks["Frankfurt: 0"].attrib["fill"] == PALETTE[1]
        assert marks["Los Angeles: 0"].attrib["fill"] == PALETTE[2]


def test_areas_are_in_proportion_to_values() -> None:
    values = {"city/cn-guangzhou": 16.0, "city/jp-fukuoka": 4.0, "city/de-frankfurt": math.nan}
    picture = draw(star(), Look(size_by=values, size_label="Betweenness"))
    radius = {tip: float(mark.attrib["r"]) for tip, mark in tips(picture).items()}
    assert radius["Guangzhou: 16"] == pytest.approx(2 * radius["Fukuoka: 4"], rel=0.01)
    assert radius["Frankfurt: 0"] == radius["Los Angeles: 0"] < radius["Fukuoka: 4"]
    assert "Betweenness" in texts(picture)


def test_a_large_network_is_cut_and_says_so() -> None:
    network: nx.Graph[Any] = nx.disjoint_union(nx.complete_graph(12), nx.star_graph(30))
    network.remove_node(12)
    network.add_edges_from((5, node) for node in list(network)[12:])
    picture = draw(network, Look(most=20, labels=5))
    assert len(tips(picture)) == 20
    assert texts(picture)[-1] == "Shown: the 20 largest of 42 nodes."


def test_what_lost_its_ties_does_not_float_about() -> None:
    network: nx.Graph[Any] = nx.star_graph(9)
    nx.add_star(network, range(10, 18))
    network.add_edge(1, 2)
    picture = draw(network, Look(most=4))
    assert len(tips(picture)) == 3
    assert texts(picture)[-1] == "Shown: the 4 largest of 18 nodes. Left out for having no tie to the others: 1."


def test_direction_is_not_drawn_and_that_is_said() -> None:
    assert texts(draw(nx.DiGraph([(1, 2), (2, 1)])))[-1] == "The direction of ties is not drawn."


def boxes(picture: bytes) -> Iterator[tuple[float, float, float, float]]:
    for element in read(picture).iter(f"{SVG}text"):
        if "paint-order" in element.attrib:
            x, y, size = (float(element.attrib[name]) for name in ("x", "y", "font-size"))
            yield x, y - 0.7 * size, x + width(element.text or "", size), y + 0.2 * size


def test_names_do_not_cover_names() -> None:
    network = nx.relabel_nodes(nx.karate_club_graph(), {n: f"Member number {n}" for n in range(34)})
    found = list(boxes(draw(network, Look(labels=34))))
    assert len(found) > 20
    assert not [
        (a, b)
        for a, b in itertools.combinations(found, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def test_where_marks_are_crowded_names_have_threads_or_are_left_out() -> None:
    places = {f"Town {number}": (50 + number % 4 * 3, 8 + number // 4 * 3) for number in range(12)}
    network: nx.Graph[Any] = nx.Graph()
    network.add_nodes_from((name, {"lat": lat, "lon": lon}) for name, (lat, lon) in places.items())
    network.add_node("Far away", lat=-30, lon=150)
    picture = draw(network, Look(style="map", labels=13))
    assert list(read(picture).iter(f"{SVG}line"))
    assert 3 < len(list(boxes(picture))) < 13


@pytest.mark.parametrize("size", [1, 2, 3, 40])
def test_a_layout_keeps_to_its_box(size: int) -> None:
    places = spread(arrays_of(nx.path_graph(size)), 900, 600)
    assert np.isfinite(places).all()
    assert (places >= 0).all()
    assert (places <= [900, 600]).all()


def test_a_layout_puts_tied_nodes_near_each_other() -> None:
    places = spread(arrays_of(nx.barbell_graph(8, 0)), 900, 600)
    left, right = places[:8], places[8:]
    apart = np.linalg.norm(left.mean(axis=0) - right.mean(axis=0))
    assert apart > 2 * max(side.std(axis=0).max() for side in (left, right))


def test_parts_that_are_not_tied_lie_apart() -> None:
    places = spread(arrays_of(nx.disjoint_union(nx.complete_graph(10), nx.path_graph(4))), 900, 600)
    assert places[:10, 0].max() < places[10:, 0].min()


def test_circles_are_moved_apart() -> None:
    places = part(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([5.0, 5.0, 5.0]), gap=0)
    assert min(math.dist(a, b) for a, b in itertools.combinations(places, 2)) > 9.95


def test_equal_earth_keeps_areas() -> None:
    """At every place, the area of a small rectangle on the map is cos(latitude), as on the globe of radius 1."""
    step = 1e-4
    for longitude, latitude in itertools.product((-170, -40, 0, 95), (-80, -33, 0, 23, 60)):
        x0, y0 = equal_earth(longitude, latitude)
        x1, y1 = equal_earth(longitude + step, latitude)
        x2, y2 = equal_earth(longitude, latitude + step)
        area = ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / math.radians(step) ** 2
        assert area == pytest.approx(math.cos(math.radians(latitude)), rel=1e-3)


def test_equal_earth_has_the_published_size() -> None:
    """Šavrič, Patterson and Jenny (2018): the poles are 0.59247 of the equator, which is 2.05458 times the axis."""
    assert equal_earth(180, 90)[0] / equal_earth(180, 0)[0] == pytest.approx(0.59247, abs=1e-4)
    assert equal_earth(180, 0)[0] / equal_earth(0, 90)[1] == pytest.approx(2.05458, abs=1e-4)


@pytest.mark.parametrize("centre", [0, 11, 150])
def test_land_is_29_percent_of_the_globe_wherever_the_map_is_cut(centre: float) -> None:
    area = 0.0
    for ring in WorldMap(1000, 500, centre).land().split("Z")[:-1]:
        x, y = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", ring), dtype=float).T
        area += abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
        assert -1 <= x.min() <= x.max() <= 1001
    globe = 4 * math.pi * (1000 / (2 * equal_earth(180, 0)[0])) ** 2
    assert area / globe == pytest.approx(0.29, abs=0.005)


def test_great_circles_are_the_shortest_way() -> None:
    """London to Tokyo is 9,559 km on a globe of radius 6,371 km."""
    london, tokyo = (-0.1275, 51.5072), (139.6917, 35.6895)
    way = great_circle(london, tokyo)
    assert (way[0], way[-1]) == (london, tokyo)
    assert 6371 * sum(angle(a, b) for a, b in itertools.pairwise(way)) == pytest.approx(9559, abs=5)
    assert all(latitude == pytest.approx(0, abs=1e-9) for _, latitude in great_circle((10, 0), (100, 0)))
    assert great_circle(london, london) == [london, london]
    assert (0, 90) in [(round(x), round(y)) for x, y in great_circle((0, 0), (180, 0))]


def angle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the angle between two places by the haversine formula."""
    (x0, y0), (x1, y1) = (map(math.radians, place) for place in (a, b))
    root = math.sin((y1 - y0) / 2) ** 2 + math.cos(y0) * math.cos(y1) * math.sin((x1 - x0) / 2) ** 2
    return 2 * math.asin(math.sqrt(root))


def test_ties_are_cut_at_the_edge_of_the_map() -> None:
    auckland, santiago = (174.76, -36.85), (-70.65, -33.46)
    world = WorldMap(1000, 500, 11)
    west, east = world.lines(auckland, santiago)
    assert west[-1][0] == pytest.approx(world.at(-169.0001, 0)[0], abs=160)
    assert west[-1][1] == pytest.approx(east[0][1])
    assert west[-1][0] + east[0][0] == pytest.approx(1000)
    assert len(map_of(1000, [auckland, santiago], [(auckland, santiago)]).lines(auckland, santiago)) == 1


def test_a_map_shows_the_part_of_the_globe_that_is_filled() -> None:
    lyon, turin, auckland, vancouver = (4.83, 45.76), (7.68, 45.07), (174.76, -36.85), (-123.1, 49.3)
    near = map_of(1000, [lyon, turin], [(lyon, turin)])
    assert near.zoom > 3
    assert all(0 < x < 1000 and 0 < y < near.height for x, y in (near.at(*lyon), near.at(*turin)))
    assert map_of(1000, [auckland, lyon, vancouver], []).zoom == 1


def test_without_a_chinese_font_names_are_english_and_the_caption_says_so() -> None:
    look = Look(language="zh", format="png", system_fonts=False, title="广州", caption="gzkg 1.0.")
    drawn = writable(look)
    assert drawn.language == "en"
    assert drawn.title == ""
    assert drawn.caption == "gzkg 1.0. In English, for want of a Chinese font on this machine; SVG needs none."
    assert label("n", {"label_zh": "广州", "label_en": "Guangzhou"}, look) == "Guangzhou"
    assert label("city/x", {"label_zh": "广州"}, drawn) == "city/x"
    assert draw(star(), look) == draw(star(), drawn)


@pytest.mark.skipif(not shutil.which("fc-list"), reason="needs fontconfig to know which fonts there are")
def test_a_chinese_font_is_found_when_there_is_one() -> None:
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=True).stdout
    assert has_chinese_font() == bool(fonts)
    drawn = draw(star(), Look(language="zh", format="png"))
    assert (drawn != draw(star(), Look(format="png"))) == bool(fonts)


def test_lines_break_between_words_and_between_chinese_characters() -> None:
    assert wrap("one two three", 10, width("one two", 10)) == ["one two", "three"]
    assert wrap("广州市友好城市", 10, 40) == ["广州市友", "好城市"]
    assert wrap("", 10, 40) == []
    assert clean("  a\u2028b ") == "a b"


def series(**values: list[float | None]) -> Table:
    years = range(2000, 2000 + max(map(len, values.values())))
    rows = [
        (f"{year}-01-01", name, name, value)
        for name, of in values.items()
        for year, value in zip(years, of, strict=False)
    ]
    columns = dict(zip(("date", "id", "label_en", "value"), map(list, zip(*rows, strict=True)), strict=True))
    return Table(columns, about={"value": {"en": "Number of partners", "zh": "伙伴数"}})


def test_a_chart_names_each_line_at_its_end() -> None:
    picture = chart(series(Lyon=[1, 2, 3, 5], Quito=[5, 5, 4, 4]), Frame(title="Partners", caption="gzkg 1.0"))
    assert [text for text in texts(picture) if text[:2] in ("Ly", "Qu")] == ["Lyon: 5", "Quito: 4"]
    assert {"Number of partners", "0", "5", "2000", "2003", "Partners", "gzkg 1.0"} <= set(texts(picture))
    lines = tips(picture, "path")
    assert lines["Lyon"].attrib["stroke"] == PALETTE[0]
    assert lines["Lyon"].attrib["d"].count("L") == 3
    assert "伙伴数" in texts(chart(series(Lyon=[1, 2]), Frame(language="zh")))
    assert picture == chart(series(Lyon=[1, 2, 3, 5], Quito=[5, 5, 4, 4]), Frame(title="Partners", caption="gzkg 1.0"))


def test_a_line_breaks_where_there_is_no_value() -> None:
    picture = chart(series(Lyon=[1, 2, None, 3, 4], Quito=[None, math.nan, 7]))
    assert picture.count(b"<title>Lyon</title>") == 2
    assert set(tips(picture)) == {"Quito"}


def test_a_chart_of_many_lines_keeps_names_apart() -> None:
    picture = chart(series(**{f"City {number}": [1.0, 1.0] for number in range(40)}))
    heights = sorted(
        float(element.attrib["y"]) for element in read(picture).iter(f"{SVG}text") if (element.text or "")[:4] == "City"
    )
    assert 20 < len(heights) < 40
    assert min(b - a for a, b in itertools.pairwise(heights)) > 20
    assert picture.count(f'stroke="{OTHER}" stroke-width="1.6"'.encode()) == 34


def test_a_chart_is_a_png_too() -> None:
    assert png_size(chart(series(Lyon=[-1, 2e6]), Frame(format="png", width_px=800)))[0] == 800


def test_a_chart_of_one_day() -> None:
    assert "2000" in texts(chart(series(Lyon=[0])))


def test_a_chart_of_nothing() -> None:
    with pytest.raises(EmptyNetwork, match="no value to draw"):
        chart(series(Lyon=[None]))


def test_a_chart_of_what_is_no_date() -> None:
    table = Table({"date": ["soon"], "id": ["a"], "value": [1.0]})
    with pytest.raises(BadOption, match="'soon'; a date is 2019"):
        chart(table)
