"""The tests, and the programs behind `make variants`, `make mutants` and `make constraints`."""
