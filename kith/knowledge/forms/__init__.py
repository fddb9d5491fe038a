"""Parsing what people send about knowledge. Forms explain input; actions decide."""

from kith.knowledge.forms.caring import CareForm, ReadersForm, VerificationForm
from kith.knowledge.forms.keeping import (
    ClassificationForm,
    DecisionForm,
    HoldersForm,
    OwnerForm,
    RelationForm,
    ReleaseForm,
    WhyForm,
)
from kith.knowledge.forms.using import AcceptanceForm, AttachmentForm, ThreadForm, UseForm
from kith.knowledge.forms.writing import DoorForm, DraftForm, NewItemForm, SpaceForm, TemplateForm

__all__ = [
    "AcceptanceForm",
    "AttachmentForm",
    "CareForm",
    "ClassificationForm",
    "DecisionForm",
    "DoorForm",
    "DraftForm",
    "HoldersForm",
    "NewItemForm",
    "OwnerForm",
    "ReadersForm",
    "RelationForm",
    "ReleaseForm",
    "SpaceForm",
    "TemplateForm",
    "ThreadForm",
    "UseForm",
    "VerificationForm",
    "WhyForm",
]
