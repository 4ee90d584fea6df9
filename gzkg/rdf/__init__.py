"""RDF as text and files: formats, canonical Turtle, the two folders."""
