"""One address of each page, for tests that look at all of them and for the pictures."""

ADDRESSES = {
    "home": "/",
    "entity": "/id/city/cn-guangzhou",
    "search": "/search?q=%E9%87%8C%E6%98%82",
    "explore": "/explore",
    "query": "/query",
    "rankings": "/rankings",
    "witness": "/who-says-so",
    "hand_in": "/hand-in",
    "ontology": "/ontology",
    "about": "/about",
    "problem": "/id/city/fr-lion",
}
