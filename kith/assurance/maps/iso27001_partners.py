"""Controls 5.19 to 5.37: other firms, incidents, the law, rights, records, and looking again."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Row

ROWS = (
    Row(
        "5.19",
        _("Security in working with suppliers"),
        ("shown_in_time",),
        ("partnerships", "agreements_in_force"),
        _("Suppliers with whom you have no partnership in Kith."),
    ),
    Row(
        "5.20",
        _("Agreements with suppliers say what is expected of them"),
        ("data_protected", "told_confirmed"),
        ("agreements_signed", "agreements_in_force"),
        _("Contracts that were not made in Kith."),
    ),
    Row(
        "5.21",
        _("Security down the chain of those who supply technology"),
        ("subcontractors_bound",),
        beyond=_("Where your machines and programs come from."),
    ),
    Row(
        "5.22",
        _("What suppliers do is watched and looked at again"),
        ("looked_through",),
        ("doors_looked_through", "unusual"),
        _("How well suppliers deliver."),
    ),
    Row(
        "5.23",
        _("Services that run on others’ machines are chosen and left with care"),
        beyond=_("Which services you use."),
    ),
    Row(
        "5.24",
        _("It is planned who does what when something happens"),
        beyond=_("A plan for it. A page of yours may be one, and Kith does not know which."),
    ),
    Row(
        "5.25",
        _("Somebody judges whether what happened is an incident"),
        counts=("unusual", "incidents"),
        beyond=_("Who judged it, and by what."),
    ),
    Row("5.26", _("Incidents are dealt with"), ("incidents_closed",), ("incidents",)),
    Row("5.27", _("People learn from incidents"), ("incidents_closed",), ("incidents", "lessons")),
    Row(
        "5.28",
        _("What may be needed as proof is collected and kept"),
        ("ledger_whole",),
        ("events", "checkpoints", "receipts"),
        _("Proof that lies outside Kith, such as the logs of machines."),
    ),
    Row(
        "5.29",
        _("Information stays safe while something is disrupted"),
        beyond=_("Plans for disruptions."),
    ),
    Row(
        "5.30",
        _("Technology can run again in time"),
        ("backups_hold", "restore_tried"),
        beyond=_("How soon each system has to run again, and systems other than Kith."),
    ),
    Row(
        "5.31",
        _("Duties by law and by contract are known and kept"),
        ("days_kept", "data_protected"),
        ("agreements_in_force", "alerts_noted"),
        _("A list of the laws that bind you."),
    ),
    Row(
        "5.32",
        _("Intellectual property, your own and others’, is respected"),
        ("rights_kept", "foreground_owned", "licensed", "open_source", "published_after_review", "claims_seen_to"),
        ("assets", "rights", "licences", "requests_decided"),
        _("Programs and texts of others that are not in the register."),
    ),
    Row(
        "5.33",
        _("Records are kept so that nobody changes or loses them"),
        ("ledger_whole",),
        ("events", "versions", "checkpoints"),
        _("For how long each sort of record is kept, and how it is destroyed."),
    ),
    Row(
        "5.34",
        _("Data about people is protected"),
        ("data_protected",),
        beyond=_("A list of what is done with such data, and what people asked about their own."),
    ),
    Row(
        "5.35",
        _("Somebody independent looks at security"),
        counts=("audits_closed", "findings_closed"),
        beyond=_("Reviews by people from outside."),
    ),
    Row(
        "5.36",
        _("It is looked at whether your own rules are kept"),
        ("policies_noted", "days_kept"),
        ("audits_closed", "findings_closed"),
        _("Rules about machines and networks."),
    ),
    Row(
        "5.37",
        _("How things are done is written down"),
        ("pages_checked",),
        ("howtos", "verifications"),
        _("Instructions that are not in Kith."),
    ),
)
