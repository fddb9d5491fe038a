"""`python -m bench NAME [--json]`: prints figures with their units; with --json, one object on the last line."""

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib import import_module

import django

NAMES = ("search", "import", "access", "pages", "start", "collab", "size", "revoke", "grants", "audits", "sealing")


def main() -> int:
    """Run one bench in a database of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--full", action="store_true", help="the large sizes too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        os.environ["KITH_DATA"], os.environ["KITH_KEYS"] = f"{folder}/data", f"{folder}/keys"
        os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
        django.setup()
        module = import_module("bench.imports" if given.name == "import" else f"bench.{given.name}")
        if given.name == "search":  # brings its own databases: it measures both engines in one run
            figures = module.run(full=given.full, say=print)
        else:
            figures = import_module("bench.rig").in_fresh_database(module.run, given.full)
    figures["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    if given.json:
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
