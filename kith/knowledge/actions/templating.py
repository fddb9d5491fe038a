"""Writing the templates with which an organisation's people begin."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.knowledge import bodies, events, kinds, policy
from kith.knowledge.models import Template, TemplateVersion


@transaction.atomic
def write(kind: str, markdown: str, *, by: Actor, shown: int) -> TemplateVersion:
    """Make a text what new items of a kind begin with, from now on, for all of the actor's organisation.

    Args:
        shown: the number of the version that was changed; 0 for the one that Kith brings along.

    Raises:
        Unseen: no template belongs to such a kind.
        Denied: she is no keeper.
        Refused: it says what is there already, or somebody changed it since it was shown.
    """
    if kind not in kinds.WRITTEN or not by.present:
        raise Unseen("Template")
    template, _fresh = Template.objects.select_for_update().get_or_create(organisation_id=by.organisation, kind=kind)
    policy.templates.require(by, "edit", template)
    last = template.versions.order_by("-number").first()
    if (last.number if last else 0) != shown:
        raise Refused(_("Somebody changed it since you opened it. Take over what you need, then save again."))
    text = bodies.to_markdown(bodies.from_markdown(markdown).doc)
    before = last.markdown if last else bodies.to_markdown(bodies.from_markdown(str(kinds.of(kind).begins)).doc)
    if text == before:
        raise Refused(_("This is what it says already."), "markdown")
    version = TemplateVersion.objects.create(
        template=template, number=shown + 1, markdown=text, author_id=by.person, at=clock.now()
    )
    ledger.record(
        events.TemplateWritten(
            by=by, owner_id=template.organisation_id, template_id=template.pk, kind=kind, number=version.number
        )
    )
    return version
