"""Networks of two kinds of node, cities and organisations: projections, measures, matrices, shared partners."""
