"""What Kith costs, as ratios from one run: `python -m bench NAME [--json]`. Never part of the tests."""
