"""What is measured of single nodes: definitions, engines, ranks."""
