"""Fields that lie sealed in the database."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from kith.core.sealing.words import seal, unseal

if TYPE_CHECKING:
    TextBase = models.TextField[str, str]
    JSONBase = models.JSONField[Any, Any]
else:
    TextBase = JSONBase = models.TextField


class Sealed:
    """Something that is sealed for its column: moved to another one it cannot be opened.

    It cannot be searched, and equals nothing in a query: two seals of one text differ.
    """

    model: type[models.Model]
    attname: str

    def _seal(self, plain: str) -> str:
        return seal(plain, f"{self.model._meta.label_lower}.{self.attname}")

    def _unseal(self, kept: str) -> str:
        """The text again.

        Raises:
            Broken: it was changed, or belongs to another column.
        """
        return unseal(kept, f"{self.model._meta.label_lower}.{self.attname}")


class SealedTextField(Sealed, TextBase):
    """A text that lies sealed in the database. An empty one is kept as it is."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Opened, when a row is read."""
        return value if value is None else self._unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Sealed, when a row is written."""
        return self._seal(str(value)) if value else value


class SealedJSONField(Sealed, JSONBase):
    """Whatever JSON can say, sealed in the database."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Opened and read."""
        return None if value is None else json.loads(self._unseal(value))

    def to_python(self, value: Any) -> Any:
        """As it is: it was read from JSON already."""
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Written and sealed."""
        return None if value is None else self._seal(json.dumps(value))
