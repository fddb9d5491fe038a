"""What a term can hold, and how it is asked for, checked, and said."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kith.core import plain
from kith.core.errors import Refused, Sentence

Names = Mapping[int, str]  # the parties: id of the organisation and its name
Fields = dict[str, forms.Field]

LINE = 500  # characters
LINES = 40  # entries of a list


class Shape(ABC):
    """The form of a term's value. A value that says nothing is left out of what is kept."""

    @abstractmethod
    def fields(self, key: str, label: Sentence, hint: Sentence, names: Names) -> Fields:
        """The form's fields by name."""

    def collect(self, key: str, cleaned: Mapping[str, Any], names: Names) -> Any:
        """The value, from what a valid form has cleaned."""
        return cleaned.get(key)

    def spread(self, key: str, value: Any, names: Names) -> dict[str, Any]:
        """What the form's fields show of a value."""
        return {key: value}

    @abstractmethod
    def clean(self, value: Any, names: Names) -> Any:
        """The value as it is kept; None when it says nothing.

        Raises:
            Refused: no value of this shape.
        """

    def words(self, value: Any, names: Names) -> str:
        """The value in a few words."""
        return str(value)

    @abstractmethod
    def says(self, value: Any, names: Names) -> str:
        """The sentence, or sentences, that a text says with it."""


class Single(Shape):
    """A shape that one field asks for."""

    def fields(self, key: str, label: Sentence, hint: Sentence, names: Names) -> Fields:
        return {key: self.field(str(label), str(hint), names)}

    @abstractmethod
    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        """The field."""


def _tidy(value: Any) -> str:
    """Words in one line, without signs that turn the direction of others: a text is signed as it reads.

    Raises:
        Refused: it is too long.
    """
    text = plain.line(str(value or ""))
    if len(text) > LINE:
        raise Refused(_("%(most)s letters in a line are the most.") % {"most": LINE})
    return text


def _refused() -> Refused:
    return Refused(_("This is no value that the term can have."))


@dataclass(frozen=True)
class YesNo(Single):
    """Said or not said."""

    sentence: Sentence

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        return forms.BooleanField(label=label, help_text=hint, required=False)

    def clean(self, value: Any, names: Names) -> Any:
        return True if value else None

    def words(self, value: Any, names: Names) -> str:
        return _("Yes")

    def says(self, value: Any, names: Names) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Choice(Single):
    """One of several: key, name, sentence."""

    options: tuple[tuple[str, Sentence, Sentence], ...]

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        nothing: tuple[str, Sentence] = ("", _("Says nothing about it"))
        choices = [nothing, *((key, name) for key, name, _sentence in self.options)]
        return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False)

    def clean(self, value: Any, names: Names) -> Any:
        if not value:
            return None
        if value not in {key for key, _name, _sentence in self.options}:
            raise _refused()
        return value

    def words(self, value: Any, names: Names) -> str:
        return next((str(name) for key, name, _sentence in self.options if key == value), "")

    def says(self, value: Any, names: Names) -> str:
        return next((str(sentence) for key, _name, sentence in self.options if key == value), "")


@dataclass(frozen=True)
class Many(Single):
    """Any of several: key, name, and the words that stand in the list."""

    options: tuple[tuple[str, Sentence, Sentence], ...]
    sentence: Sentence  # over the list

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=[(key, name) for key, name, _words in self.options],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: Any, names: Names) -> Any:
        given = set(value or ())
        if given - {key for key, _name, _words in self.options}:
            raise _refused()
        return [key for key, _name, _words in self.options if key in given] or None

    def words(self, value: Any, names: Names) -> str:
        return "; ".join(str(name) for key, name, _words in self.options if key in value)

    def says(self, value: Any, names: Names) -> str:
        return _list(self.sentence, [str(words) for key, _name, words in self.options if key in value])


@dataclass(frozen=True)
class Count(Single):
    """A number of days, hours or months, from 1 to `most`."""

    most: int
    sentence: Sentence  # with %(n)s

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=self.most, required=False)

    def clean(self, value: Any, names: Names) -> Any:
        if value in (None, "", 0):
            return None
        if not isinstance(value, int) or not 1 <= value <= self.most:
            raise _refused()
        return value

    def says(self, value: Any, names: Names) -> str:
        return str(self.sentence) % {"n": value}


@dataclass(frozen=True)
class Line(Single):
    """A few words of their own."""

    sentence: Sentence  # with %(text)s

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        return forms.CharField(label=label, help_text=hint, max_length=LINE, required=False)

    def clean(self, value: Any, names: Names) -> Any:
        return _tidy(value) or None

    def says(self, value: Any, names: Names) -> str:
        return str(self.sentence) % {"text": value.rstrip(".")}


@dataclass(frozen=True)
class Lines(Single):
    """A list of their own, one thing a line."""

    sentence: Sentence  # over the list

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        hint = hint or _("One a line.")
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, help_text=hint, max_length=LINE * LINES, required=False, widget=area)

    def collect(self, key: str, cleaned: Mapping[str, Any], names: Names) -> Any:
        return (cleaned.get(key) or "").splitlines()

    def spread(self, key: str, value: Any, names: Names) -> dict[str, Any]:
        return {key: "\n".join(value or ())}

    def clean(self, value: Any, names: Names) -> Any:
        lines = list(dict.fromkeys(line for each in value or () if (line := _tidy(each))))
        if len(lines) > LINES:
            raise Refused(
                _("%(most)s lines are the most. Put the rest in a document that this names.") % {"most": LINES}
            )
        return lines or None

    def words(self, value: Any, names: Names) -> str:
        return "; ".join(value)

    def says(self, value: Any, names: Names) -> str:
        return _list(self.sentence, value)


@dataclass(frozen=True)
class OneParty(Single):
    """One of the parties."""

    sentence: Sentence  # with %(name)s, and %(others)s for the rest

    def field(self, label: str, hint: str, names: Names) -> forms.Field:
        choices = [("", _("Not said yet")), *((str(pk), name) for pk, name in names.items())]
        return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False)

    def collect(self, key: str, cleaned: Mapping[str, Any], names: Names) -> Any:
        return int(cleaned[key]) if cleaned.get(key) else None

    def spread(self, key: str, value: Any, names: Names) -> dict[str, Any]:
        return {key: str(value or "")}

    def clean(self, value: Any, names: Names) -> Any:
        if value is None:
            return None
        if value not in names:
            raise Refused(_("Name one of the parties."))
        return value

    def words(self, value: Any, names: Names) -> str:
        return names.get(value, "")

    def says(self, value: Any, names: Names) -> str:
        others = _(" and ").join(name for pk, name in names.items() if pk != value)
        return str(self.sentence) % {"name": names.get(value, ""), "others": others}


@dataclass(frozen=True)
class EachParty(Shape):
    """A list for each party. An empty list that was said ("nothing") is not told apart from none."""

    sentence: Sentence  # over a party's list, with %(name)s
    ask: Sentence  # the label of one party's list, with %(name)s

    def fields(self, key: str, label: Sentence, hint: Sentence, names: Names) -> Fields:
        lines = Lines("")
        return {
            f"{key}_{pk}": lines.field(str(self.ask) % {"name": name}, str(hint), names) for pk, name in names.items()
        }

    def collect(self, key: str, cleaned: Mapping[str, Any], names: Names) -> Any:
        return {str(pk): (cleaned.get(f"{key}_{pk}") or "").splitlines() for pk in names}

    def spread(self, key: str, value: Any, names: Names) -> dict[str, Any]:
        return {f"{key}_{pk}": "\n".join((value or {}).get(str(pk), ())) for pk in names}

    def clean(self, value: Any, names: Names) -> Any:
        if set(value or ()) - {str(pk) for pk in names}:
            raise Refused(_("Name one of the parties."))
        lists = {pk: Lines("").clean(of_it, names) for pk, of_it in (value or {}).items()}
        return {pk: of_it for pk, of_it in sorted(lists.items()) if of_it} or None

    def words(self, value: Any, names: Names) -> str:
        return ". ".join(f"{names.get(int(pk), '')}: {'; '.join(of_it)}" for pk, of_it in value.items())

    def says(self, value: Any, names: Names) -> str:
        return "\n".join(
            _list(str(self.sentence) % {"name": name}, value[str(pk)]) for pk, name in names.items() if str(pk) in value
        )


def _list(heading: Sentence, rows: Sequence[str]) -> str:
    return "\n".join([str(heading), *(f"- {row}" for row in rows)])
