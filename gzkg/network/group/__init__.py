"""Groups of nodes that are tied closely."""
