"""Answers about single things, read from the store: entities, relations, claims, names, questions, totals."""
