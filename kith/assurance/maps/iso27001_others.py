"""Controls 6 to 8: people, rooms and technology."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Row

ROWS = (
    Row(
        "6.2",
        _("What people sign when they begin speaks of security"),
        counts=("duties_noted",),
        beyond=_("Contracts of employment."),
    ),
    Row(
        "6.3",
        _("People learn what they need to know about security"),
        ("people_trained",),
        ("trainings_asked", "trainings_done", "readings"),
        _("How well people know it afterwards."),
    ),
    Row(
        "6.5",
        _("Duties go on when somebody leaves"),
        ("none_left_behind", "leavers_reminded"),
        ("people_left", "leaving_talks"),
    ),
    Row(
        "6.6",
        _("Agreements on keeping secrets are made and kept"),
        ("shown_in_time", "told_in_bounds", "told_confirmed"),
        ("agreements_signed", "agreements_in_force", "duties_noted"),
        _("Agreements with single people, and those that were not made in Kith."),
    ),
    Row(
        "6.8",
        _("People can report what they notice"),
        counts=("incidents",),
        beyond=_("Reports without names. They are never counted, so that nobody can tell who spoke."),
    ),
    Row(
        "7",
        _("Rooms, paper and devices are protected (all physical controls)"),
        ("rooms_and_keys",),
        beyond=_("Rooms and keys themselves. This is attested only: somebody looks, and says what she saw."),
    ),
    Row(
        "8.2",
        _("Few people have wide rights"),
        ("none_left_behind",),
        ("people",),
        _("Who administers the machines on which Kith and other programs run."),
    ),
    Row(
        "8.3",
        _("Information is open only to who needs it"),
        ("looked_through", "secrets_few"),
        ("doors_given", "denials"),
        _("Programs other than Kith."),
    ),
    Row(
        "8.5",
        _("Signing in is hard to fake"),
        counts=("second_factors",),
        beyond=_("Programs other than Kith."),
    ),
    Row(
        "8.10",
        _("What is not needed any more is deleted"),
        ("exits_done",),
        ("certificates",),
        _("What was deleted at your own firm, and what lies in backups."),
    ),
    Row(
        "8.11",
        _("Data is masked where it need not be seen"),
        beyond=_("Which data was masked."),
    ),
    Row(
        "8.12",
        _("Secrets do not leak unnoticed"),
        ("shown_in_time", "told_in_bounds", "secrets_few"),
        ("exposures", "unusual", "denials"),
        _("Ways out that do not lead through Kith: mail, telephone, copies."),
    ),
    Row(
        "8.13",
        _("Backups are made, and tried"),
        ("backups_hold", "restore_tried"),
        beyond=_("Backups that are made by other means than Kith’s own."),
    ),
    Row(
        "8.15",
        _("What happens is logged"),
        ("ledger_whole",),
        ("events", "checkpoints", "denials"),
        _("What happens on machines and networks."),
    ),
    Row(
        "8.16",
        _("Somebody watches for what is unusual"),
        ("shown_in_time",),
        ("unusual",),
        _("What happens on machines and networks."),
    ),
    Row(
        "8.24",
        _("Encryption and signatures are used by rules"),
        ("ledger_whole",),
        ("checkpoints", "receipts"),
        _("Encryption of connections and of disks, and who keeps the keys. Whoever runs Kith knows it."),
    ),
    Row(
        "8.25-8.33",
        _("Programs are developed and tested with security in mind"),
        beyond=_("How you develop programs."),
    ),
)
