"""The files of one import and the addresses their pages had, so that links between them can be followed."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from kith.prose.profile import Profile


def addresses(path: PurePosixPath, front: Mapping[str, Any], profile: Profile) -> list[str]:
    """The addresses at which the page at `path` was found: its own, then the old ones."""
    own = profile.said(front, "address")
    found = [own if isinstance(own, str) else _from_path(path, profile.root)]
    aliases = profile.said(front, "aliases") or []
    if path.stem == path.parent.name:  # site generators take a page named like its folder for the folder's own
        found.append(_from_path(path.with_name("index.md"), profile.root))
    found += [aliases] if isinstance(aliases, str) else [each for each in aliases if isinstance(each, str)]
    return [_tidy(address) for address in found]


class Catalogue:
    """Finds the file of an import behind a path or an address."""

    def __init__(
        self, files: Iterable[str], pages: Iterable[tuple[PurePosixPath, Mapping[str, Any]]], profile: Profile
    ):
        """`files` are all paths of the import, `pages` those that are pages, with their front matter."""
        self._files = set(files)
        self._addresses: dict[str, str] = {}
        known = [(str(path), addresses(path, front, profile)) for path, front in pages]
        for path, (own, *_) in known:  # a page's own address goes before another page's old one
            self._addresses.setdefault(own, path)
        for path, (_, *old) in known:
            for address in old:
                self._addresses.setdefault(address, path)

    def lookup(self, target: str) -> str | None:
        """The path of the file behind `target`: a path in the import, or an address that starts with `/`."""
        if not target.startswith("/"):
            return target if target in self._files else None
        return self._addresses.get(_tidy(target)) or (target[1:] if target[1:] in self._files else None)


def _from_path(path: PurePosixPath, root: str) -> str:
    inside = path.relative_to(root) if root and path.is_relative_to(root) else path
    named = inside.parent if inside.stem == "index" else inside.with_suffix("")
    return "/" + str(named).lstrip(".")


def _tidy(address: str) -> str:
    return "/" + address.removesuffix("index.html").removesuffix(".html").strip("/")
