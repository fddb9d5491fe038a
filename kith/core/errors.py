"""Refusals that every floor understands. Each carries one sentence that says what is true and what to do."""

from django.utils.functional import Promise

Sentence = str | Promise


class Refused(Exception):
    """The deed was not done; `str(error)` is the sentence for the person."""

    def __init__(self, sentence: Sentence, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class Unseen(Exception):
    """There is nothing here for this actor: it does not exist, or it is not for her. Nobody may tell which."""


class Denied(Exception):
    """She may see the thing, but not do this with it."""

    def __init__(self, sentence: Sentence, *, ability: str, kind: str, object_id: int | None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ability = ability
        self.kind = kind
        self.object_id = object_id


class Stale(Exception):
    """What was shown is no longer what is there."""
