/** What draws networks and maps: parts of d3, and TopoJSON. */
export { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
export { geoGraticule10, geoInterpolate, geoNaturalEarth1, geoPath } from "d3-geo";
export { quadtree } from "d3-quadtree";
export { select } from "d3-selection";
export { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
export { feature } from "topojson-client";
