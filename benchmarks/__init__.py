"""Side-by-side measurements: how fast the course trains, beside other ways to do the same."""
