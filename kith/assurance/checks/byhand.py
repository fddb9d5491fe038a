"""Questions that no record answers: somebody looks, and says what she saw."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.checks.base import Check

CHECKS = (
    Check(
        "subcontractors_bound",
        _("Are subcontractors who learn what partners share bound by the same duties?"),
        _("Ask for their contracts. Kith knows only people who have an account."),
    ),
    Check(
        "rooms_and_keys",
        _("Are rooms, prototypes and paper originals locked, and are their keys counted?"),
        _("Go and look. Say who has which key."),
    ),
    Check(
        "restore_tried",
        _("Was a backup restored, and did it hold what it should?"),
        _("Ask whoever runs Kith for the day of the last restore, how long it took, and what was compared."),
    ),
    Check(
        "leavers_reminded",
        _("Was everybody who left reminded of what stays secret?"),
        _("People who left since the last audit. Ask for the notes of the talks."),
    ),
)
