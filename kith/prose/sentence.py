"""Sentences for people, from parts that do not know the reader's language."""

from collections.abc import Callable


class Sentence(str):
    """A sentence in English, which the caller can have in another language with `translated(gettext)`."""

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> "Sentence":
        """`template` is the marked text; its `%(name)s` are filled from `values`."""
        sentence = super().__new__(cls, template % values)
        sentence.template, sentence.values = template, values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """What it is made of again in another process."""
        return (self.template,), self.values

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language that `gettext` speaks."""
        return gettext(self.template) % self.values


def marked(template: str) -> str:
    """`template`, marked for the translators; Django's own mark needs its settings."""
    return template
