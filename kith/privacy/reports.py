"""The record of processing, as a file."""

from django.utils.translation import gettext as _

from kith.core import clock
from kith.privacy.kinds import KINDS
from kith.ui import times
from kith.ui.reporting import Report, Table


def record(organisation_name: str) -> Report:
    """What is kept about people: what, what for, on which ground, for how long, who sees it."""
    head = (_("Kind"), _("Which data"), _("What for"), _("Ground that usually fits"), _("Kept"), _("After an erasure"))
    rows = [tuple(map(str, (kind.title, kind.what, kind.why, kind.ground, kind.kept, kind.after))) for kind in KINDS]
    return Report(
        _("Record of processing"),
        [Table(_("What Kith keeps about people"), head, rows)],
        (
            f"{organisation_name}, {times.day(clock.now())}",
            _(
                "Whose data: people of the organisation and of its partners. Who sees them: the organisation,"
                " and partners as far as agreements open it; whoever runs this Kith."
            ),
            _(
                "To other countries: none by Kith itself. Webhooks and written answers go where the "
                "organisation or the operator sends them."
            ),
            _("A start for your own record: the grounds are for you to judge."),
        ),
    )
