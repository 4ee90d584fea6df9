"""Pictures of networks: `draw` for a layout or a map, `chart` for measures through time.

A picture is SVG, written here; a PNG is that SVG drawn by resvg. So text stays text, nothing is shared between threads,
the same input gives the same bytes, and one library of 1.4 MB is needed (matplotlib with what it needs: 95 MB).

`land-110m.json` holds the coastlines of Natural Earth 1:110m (public domain, naturalearthdata.com), taken from
world-atlas 2.0.2 (ISC licence): rings of longitude and latitude. There are no borders of countries.
`figure-sans.ttf` is a Latin subset of Source Sans 3 (Adobe, SIL Open Font License 1.1), renamed as its licence asks, so
that a PNG has its labels on a machine without fonts.
"""

from gzkg.network.picture.chart import chart
from gzkg.network.picture.draw import draw
from gzkg.network.picture.look import Frame, Look

__all__ = ["Frame", "Look", "chart", "draw"]
