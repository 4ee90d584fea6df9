"""Networks made: from the relations of the graph, a query or a file, as of a day, cut and joined as asked."""
