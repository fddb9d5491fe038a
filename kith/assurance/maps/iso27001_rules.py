"""Controls 5.1 to 5.18: rules, roles, what there is, and who may see it."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Row

ROWS = (
    Row(
        "5.1",
        _("Rules about information are written down and known"),
        ("policies_noted",),
        ("policies_asked", "policies_noted"),
        _("Whether top management approved a policy."),
    ),
    Row(
        "5.2",
        _("It is settled who does what for security"),
        counts=("people",),
        beyond=_("Duties beside the roles that people have in Kith."),
    ),
    Row(
        "5.3",
        _("Nobody decides about what she asked for herself"),
        ("asked_and_answered",),
        ("requests_answered", "releases_decided", "findings_closed"),
        _("Duties that have to be kept apart outside Kith, as in payments."),
    ),
    Row(
        "5.4",
        _("Management sees to it that people follow the rules"),
        ("policies_noted", "people_trained"),
        ("policies_asked", "trainings_asked"),
        _("What managers say and do in person."),
    ),
    Row(
        "5.8",
        _("Security is thought of in projects"),
        ("shown_in_time",),
        ("partnerships", "agreements_signed"),
        _("Projects that are no partnerships in Kith."),
    ),
    Row(
        "5.9",
        _("There is a list of what has to be protected, with owners"),
        ("pages_owned",),
        ("items", "assets"),
        _("Machines, programs and other equipment that are not in the register."),
    ),
    Row(
        "5.10",
        _("People know how they may use what is entrusted to them"),
        ("policies_noted",),
        ("policies_noted", "duties_noted"),
        _("The use of machines and of other programs."),
    ),
    Row(
        "5.11",
        _("What was handed over comes back"),
        ("exits_done",),
        ("agreements_ended", "receipts", "certificates"),
        _("Devices and keys that people give back when they leave."),
    ),
    Row(
        "5.12",
        _("Information has levels of secrecy"),
        ("pages_marked", "secrets_kept"),
        ("items", "assets"),
        _("Documents that are not in Kith."),
    ),
    Row(
        "5.13",
        _("The level is marked where people see it"),
        ("pages_marked",),
        ("secret_measures",),
        _("Marks on paper and on things, except where somebody attested them in the register."),
    ),
    Row(
        "5.14",
        _("What is passed on is passed on by rules"),
        ("shown_in_time", "told_in_bounds", "told_confirmed"),
        ("exposures", "disclosures"),
        _("What was passed on by mail or by telephone, unless somebody wrote it down."),
    ),
    Row(
        "5.15",
        _("Rules say who may see what"),
        ("shown_in_time", "looked_through"),
        ("doors_given", "doors_closed"),
        _("Buildings, and programs other than Kith."),
    ),
    Row(
        "5.16",
        _("Each account belongs to a person, from her first day to her last"),
        ("none_left_behind",),
        ("people", "people_left", "tokens_revoked"),
        _("Accounts in programs other than Kith."),
    ),
    Row(
        "5.17",
        _("Passwords and other means of signing in are kept well"),
        counts=("second_factors",),
        beyond=_("How people keep their passwords, and programs other than Kith."),
    ),
    Row(
        "5.18",
        _("Rights to see something are given, looked through and taken away"),
        ("looked_through", "none_left_behind", "asked_and_answered"),
        ("doors_given", "doors_looked_through", "doors_closed", "requests_answered"),
        _("Rights in programs other than Kith."),
    ),
)
