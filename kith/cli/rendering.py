"""Migrating without drawing every model anew for each new one.

Django renders, for each operation of a migration, all models that are related to the one that it changes. Here all are
related to people and organisations, so that a new model costs as much as all before it, and most of a first start went
into that. A model that was not there before changes no other one's table: it is rendered alone. Code in a migration
is given models that know each other from both sides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import RunPython
from django.db.migrations.state import ModelState, ProjectState

_add_model = ProjectState.add_model
_run_python = RunPython.database_forwards


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


def _run_afresh(self: Any, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
    """What `RunPython` does, with models that are all rendered together: its code may ask from either side."""
    vars(from_state).pop("apps", None)
    _run_python(self, app_label, editor, from_state, to_state)


@contextmanager
def alone() -> Iterator[None]:
    """Within the block, migrations render a new model alone; a test sees that the schema stays the same."""
    ProjectState.add_model = _add_alone  # type: ignore[method-assign]
    RunPython.database_forwards = _run_afresh  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        ProjectState.add_model = _add_model  # type: ignore[method-assign]
        RunPython.database_forwards = _run_python  # type: ignore[method-assign]
