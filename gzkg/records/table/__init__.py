"""Tables of new records: kinds of template, and rows into triples."""
