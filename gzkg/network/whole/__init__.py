"""What is measured of a network as a whole, and against random ones."""
