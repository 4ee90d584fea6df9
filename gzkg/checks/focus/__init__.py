"""New triples beside the graph: exactly what they add to the results of the whole graph, at a cost of their own."""
