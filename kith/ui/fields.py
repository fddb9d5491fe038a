"""A form field as Kith draws it: label above, hint below it, error between hint and control."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.widgets import DateTimeBaseInput
from django.utils.safestring import SafeString

GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)  # the second is a kind of the first
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkbox"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-input"),
)

_NATIVE: dict[type[forms.Widget], tuple[type[DateTimeBaseInput], str]] = {
    forms.DateInput: (forms.DateInput, "%Y-%m-%d"),
    forms.DateTimeInput: (forms.DateTimeInput, "%Y-%m-%dT%H:%M"),
    forms.TimeInput: (forms.TimeInput, "%H:%M"),
}
_PICKERS = {forms.DateInput: "date", forms.DateTimeInput: "datetime-local", forms.TimeInput: "time"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox of a group."""

    control: SafeString
    label: object
    id: str


def class_of(widget: forms.Widget) -> str:
    """The daisyUI class that belongs to a widget."""
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "input")


def context_of(bound: BoundField, label: str = "", hint: str = "") -> dict[str, object]:
    """What `ui/field.html` needs to draw `bound`."""
    widget = bound.field.widget
    base = bound.auto_id or bound.html_name
    errors = [str(error) for error in bound.errors]
    hint = hint or str(bound.help_text or "")
    attributes = _attributes(bound, base, bool(hint), bool(errors))
    grouped = isinstance(widget, GROUPED)
    return {
        "hidden": bound.is_hidden,
        "bound": bound,
        "base": base,
        "label": label or bound.label,
        "hint": hint,
        "errors": errors,
        "optional": _is_optional(bound),
        "grouped": grouped,
        "single_box": isinstance(widget, forms.CheckboxInput),
        "described": attributes.get("aria-describedby", ""),
        "choices": choices_of(bound, attributes) if grouped else [],
        "control": "" if grouped else bound.as_widget(_native(widget), attributes),
        "target": bound.id_for_label or base,
    }


def _is_optional(bound: BoundField) -> bool:
    """Whether to say so: a single box may always stay empty, and an action asks for more than a form can tell."""
    widget = bound.field.widget
    asked_later = widget.attrs.get("aria-required") == "true"
    return not (bound.field.required or asked_later or isinstance(widget, forms.CheckboxInput))


def _native(widget: forms.Widget) -> forms.Widget:
    """The browser's own picker in place of Django's plain text, in the one form that every browser sends."""
    found = _NATIVE.get(type(widget))
    if found is None:
        return widget
    native, form = found
    drawn = native(attrs=dict(widget.attrs), format=form)
    drawn.input_type = str(widget.attrs.get("type", _PICKERS[native]))
    drawn.attrs.pop("type", None)
    drawn.is_required = widget.is_required
    return drawn


def _attributes(bound: BoundField, base: str, hint: bool, wrong: bool) -> dict[str, Any]:
    widget = bound.field.widget
    own = str(widget.attrs.get("class", ""))
    described = [f"{base}-hint"] * hint + [f"{base}-error"] * wrong
    attributes: dict[str, Any] = {"class": f"{class_of(widget)} {own}".strip()}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if wrong:
        attributes["aria-invalid"] = "true"
    return attributes


def choices_of(bound: BoundField, attributes: Mapping[str, Any]) -> list[Choice]:
    """The single controls of a group. The group itself carries hint and error, so they carry neither."""
    return [_choice(part, attributes) for part in bound.subwidgets]


def _choice(part: BoundWidget, attributes: Mapping[str, Any]) -> Choice:
    own: dict[str, Any] = part.data["attrs"]
    own["class"] = attributes["class"]
    own.pop("aria-describedby", None)
    if "aria-invalid" in attributes:
        own["aria-invalid"] = "true"
    return Choice(part.tag(wrap_label=False), part.choice_label, str(own.get("id", "")))


def problems_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """All errors of a form, each with the address of its field (none for the form as a whole)."""
    found = [{"href": "", "label": "", "text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id or bound.html_name
        if isinstance(bound.field.widget, GROUPED):
            target = bound.auto_id or bound.html_name
        href = "" if bound.is_hidden else f"#{target}"
        found += [
            {"href": href, "label": str(bound.label).rstrip(":?. "), "text": str(error)} for error in bound.errors
        ]
    return found


def several(choices: Sequence[object]) -> forms.Widget:
    """What asks for some of several: boxes to tick while one sees them all at once, a list after that."""
    return forms.CheckboxSelectMultiple() if len(choices) <= 12 else forms.SelectMultiple(attrs={"size": 8})
