"""Networks projected from the graph, and what is measured on them. Rooms: see `gzkg/README.md`."""
