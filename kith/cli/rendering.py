"""Migrating without drawing every model anew for each new one.

Django renders, for each operation of a migration, all models that are related to the one that it changes. Here all are
related to people and organisations, so that a new model costs as much as all before it, and most of a first start went
into that. A model that was not there before changes none of the others: it is rendered alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

_add_model = ProjectState.add_model


def _add_alone(self: Any, model_state: ModelState) -> None:
    """What `ProjectState.add_model` does, but for the rendering of what is related."""
    key = model_state.app_label, model_state.name_lower
    if "apps" not in vars(self) or key in self.models:
        _add_model(self, model_state)
        return
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    self.apps.render_multiple([model_state])


@contextmanager
def alone() -> Iterator[None]:
    """Within the block, migrations render a new model alone; a test sees that the schema stays the same."""
    ProjectState.add_model = _add_alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = _add_model  # type: ignore[method-assign]
