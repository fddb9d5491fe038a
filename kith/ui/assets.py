"""The hashes of the built files, so that a browser keeps a file as long as it is the same."""

from pathlib import Path

from django.conf import settings

from kith.ui import frontend

_known: dict[Path, tuple[int, dict[str, str]]] = {}


def version(name: str, dist: Path = frontend.DIST) -> str:
    """The hash of the built file `name`, from the manifest; nothing if it was not built."""
    if not settings.DEBUG and dist in _known:
        return _known[dist][1].get(name, "")
    try:
        changed = (dist / frontend.MANIFEST).stat().st_mtime_ns
    except OSError:
        return ""
    if dist not in _known or _known[dist][0] != changed:
        files = frontend.read_manifest(dist).get("files")
        _known[dist] = (changed, dict(files) if isinstance(files, dict) else {})
    return _known[dist][1].get(name, "")
