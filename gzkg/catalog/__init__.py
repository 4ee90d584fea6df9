"""What strangers may read of a dataset before they ask it: VoID, service description, dumps, example queries.

Each module makes one description as a list of triples, the same each time. Nothing here stores or serves them.
"""
