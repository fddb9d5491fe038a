"""What the tags and the front matter of a folder of pages mean. A profile is data; nothing in it is run."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _

MEANINGS = frozenset({"page", "file", "image", "text", "callout", "hide", "as-is", "drop", "keep"})
SHIPPED = Path(__file__).parent / "profiles"


class BadProfile(ValueError):
    """The profile cannot be used; `error.args[0]` is the Sentence that says why."""


@dataclass(frozen=True)
class TagRule:
    """What one tag means.

    `page`, `file`: the address of another page or file, in its first argument. `image`: argument `src`
    described by argument `alt`. `text`: the words of `text` (`{0}` is the first argument), or argument
    `label`. `callout`: what it holds, under argument `title`, in the tone of argument `tone`. `hide`: drop
    it with what it holds. `as-is`: nothing inside it is a tag. `drop`: drop the tag. `keep`: drop the tag
    and keep what it holds.
    """

    means: str
    text: str = "{0}"
    label: int | None = None
    src: int = 0
    alt: int = 1
    title: int = 0
    tone: int = 1
    tones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """How to read a folder of pages. `front` says which key of the front matter means what."""

    name: str
    root: str = ""
    leave_out: tuple[str, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, TagRule] = field(default_factory=dict)

    def leaves_out(self, path: PurePosixPath) -> bool:
        """Whether the file at `path` is not to be imported."""
        return any(path.match(pattern) for pattern in self.leave_out)

    def said(self, front: Mapping[str, Any], meaning: str) -> Any:
        """What `front` says for `meaning`, such as `title`; None when it says nothing."""
        return front.get(self.front.get(meaning, meaning))


PLAIN = Profile("plain", tags={"comment": TagRule("hide"), "raw": TagRule("as-is")})


def shipped(name: str) -> Profile:
    """The profile called `name` that comes with Kith. Raises BadProfile."""
    path = SHIPPED / f"{name}.toml"
    if not name.isalnum() or not path.is_file():
        raise BadProfile(Sentence(_("There is no import profile called “%(name)s”."), name=name))
    return load(path.read_text("utf-8"))


def names() -> list[str]:
    """The names of the profiles that come with Kith."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(source: str) -> Profile:
    """The profile written in `source` (TOML). Raises BadProfile."""
    try:
        data = tomllib.loads(source)
        tags = {name: TagRule(**rule) for name, rule in data.pop("tags", {}).items()}
        profile = Profile(**data | {"leave_out": tuple(data.get("leave_out", ()))}, tags=tags)
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise BadProfile(Sentence(_("The import profile cannot be read: %(reason)s"), reason=error)) from error
    if unknown := sorted(name for name, rule in tags.items() if rule.means not in MEANINGS):
        raise BadProfile(
            Sentence(_("The import profile does not say what these tags mean: %(tags)s."), tags=", ".join(unknown))
        )
    return profile
