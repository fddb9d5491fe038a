"""Where each page of a folder stands: under the page of its folder, or under one made for it."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from kith.prose import hypertext

ENDINGS = (".md", hypertext.PAGE)


class Folders:
    """The folders of an import and the page that stands for each."""

    def __init__(self, pages: Iterable[PurePosixPath], root: str) -> None:
        self._pages = set(pages)
        self._root = PurePosixPath(root) if root else PurePosixPath(".")

    def own_page(self, folder: PurePosixPath) -> PurePosixPath | None:
        """The page that is the folder's own: its index or readme, one of its name inside it, or one beside it."""
        inside = [folder / "index", folder / "README", folder / folder.name]
        stems = [*inside, folder.parent / folder.name]
        pages = (stem.with_name(f"{stem.name}{ending}") for stem in stems if stem.name for ending in ENDINGS)
        return next((page for page in pages if page in self._pages), None)

    def parent(self, page: PurePosixPath) -> str | None:
        """The key of what a page stands under: a page's path, a folder's path with a slash, None for the root."""
        folder = page.parent
        if self.own_page(folder) == page:
            folder = folder.parent
        return self.of(folder)

    def of(self, folder: PurePosixPath) -> str | None:
        """The key of what stands for a folder; None for the root."""
        if folder in {self._root, PurePosixPath(".")}:
            return None
        own = self.own_page(folder)
        return str(own) if own else f"{folder}/"

    def above(self, folder_key: str) -> str | None:
        """The key of what a made folder page stands under."""
        return self.of(PurePosixPath(folder_key.rstrip("/")).parent)
