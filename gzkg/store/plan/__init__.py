"""Heavy joins and counts, done on columns of numbers beside the store, and put back into the query as VALUES."""
