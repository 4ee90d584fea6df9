"""The engine and what runs in it: the embedded store, query forms, rules."""
