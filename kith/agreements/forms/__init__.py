"""Parsing what people send about agreements. Forms explain input; actions decide."""
