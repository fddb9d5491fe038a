"""One file for each engine, with the same three functions: `write`, `erase` and `match`."""
