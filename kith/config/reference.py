"""The reference documents, made from the code: `python -m kith.config.reference` writes them, a test checks them."""

import inspect
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps

from kith.config import env

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def settings() -> str:
    """The settings an operator may set."""
    rows = [f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.meaning} |" for each in env.ALL]
    return "\n".join(["# Settings", "", "| variable | default | meaning |", "| --- | --- | --- |", *rows, ""])


def events() -> str:
    """The facts that the ledger records."""
    kinds = _facts()
    rows = [f"| `{name}` | {kinds[name].about} | {_first_line(kinds[name])} |" for name in sorted(kinds)]
    return "\n".join(["# Events", "", "| fact | about | meaning |", "| --- | --- | --- |", *rows, ""])


def abilities() -> str:
    """Who may do what with which thing."""
    lines = ["# Abilities", ""]
    for policy in sorted(_policies(), key=lambda each: each.model.__name__):
        lines += [f"## {policy.model.__name__}", "", "| ability | who |", "| --- | --- |"]
        lines += [f"| {ability} | {_first_line(getattr(policy, f'may_{ability}'))} |" for ability in policy.abilities()]
        lines.append("")
    return "\n".join(lines)


def api() -> str:
    """The operations of the API."""
    _load()
    document = import_module("kith.api.v1").api.get_openapi_schema()
    rows = [
        f"| `{method.upper()} {path}` | {operation['description'].splitlines()[0]} |"
        for path, operations in sorted(document["paths"].items())
        for method, operation in sorted(operations.items())
    ]
    said = [
        "A token (account page) goes into `Authorization: Bearer kith_…`. Errors are `application/problem+json`.",
        "Lists go on by `next`. `PUT` needs `If-Match` with the `ETag` that was read. All: `/api/v1/openapi.json`.",
    ]
    return "\n".join(["# API", "", *said, "", "| operation | meaning |", "| --- | --- |", *rows, ""])


DOCUMENTS = {"settings.md": settings, "events.md": events, "abilities.md": abilities, "api.md": api}


def _load() -> None:
    if not apps.ready:
        django.setup()
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for room in ("events", "policy"):
            if config.name.startswith("kith.") and (folder / f"{room}.py").exists():
                import_module(f"{config.name}.{room}")


def _facts() -> dict:  # type: ignore[type-arg]
    _load()
    kinds = import_module("kith.audit.facts").KINDS
    return {name: kind for name, kind in kinds.items() if ".tests." not in kind.__module__}


def _policies() -> list:  # type: ignore[type-arg]
    _load()
    return list(import_module("kith.access.policy").ALL_POLICIES)


def _first_line(thing: object) -> str:
    own = thing.__dict__.get("__doc__") if inspect.isclass(thing) else thing.__doc__
    text = (own or "").strip().splitlines()
    return text[0] if text and not text[0].startswith(getattr(thing, "__name__", "?") + "(") else ""


def main() -> int:
    """Write the documents."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (FOLDER / name).write_text(make())
    return 0


if __name__ == "__main__":
    sys.exit(main())
