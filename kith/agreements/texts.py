"""An agreement's text: its terms in plain words, one sentence each. What is signed is exactly this."""

import hashlib

from django.utils import formats, translation
from django.utils.translation import gettext as _

from kith.access.models import SubjectKind
from kith.agreements.models import Agreement, Party, Recipient
from kith.core.classification import Classification


def write(agreement: Agreement) -> str:
    """The text of an agreement, from its terms. The same terms give the same text, whoever asks, in English."""
    with translation.override("en-gb"):
        parties = list(
            agreement.parties.select_related("organisation", "signatory").order_by("organisation__name", "pk")
        )
        paragraphs = [
            f"{agreement.title}\n{agreement.get_kind_display()}",
            *_amends(agreement),
            _("Between %(parties)s.") % {"parties": _(" and ").join(p.organisation.name for p in parties)},
            _("What may be shared: knowledge up to the classification “%(ceiling)s”.")
            % {"ceiling": Classification(agreement.ceiling).label},
            _("What it may be used for, and for nothing else:")
            + "".join(f"\n- {row.text}" for row in agreement.purposes.order_by("pk")),
            _("Who may see it:") + "".join(f"\n- {line}" for line in _recipients(agreement)),
            _("From %(start)s until %(end)s, that day included, in the time zone %(zone)s.")
            % {"start": _day(agreement.starts_on), "end": _day(agreement.ends_on), "zone": agreement.zone},
            _("Either side may end it earlier with %(days)s days’ notice.") % {"days": agreement.notice_days},
            _("At the end access closes. %(rule)s.") % {"rule": agreement.get_end_rule_display()}
            + " "
            + _("What was seen stays secret for %(months)s months after the end.")
            % {"months": agreement.survival_months},
            _together(agreement),
            _("Each side may stop sharing what is its own at any time.")
            + " "
            + _("Access that closes cannot call back copies that were taken before."),
            _("Signed for the parties by:") + "".join(f"\n- {_signatory(party)}" for party in parties),
        ]
    return "\n\n".join(paragraphs) + "\n"


def _together(agreement: Agreement) -> str:
    """What becomes of the spaces in which both sides write."""
    if agreement.end_rule == Agreement.EndRule.KEEP:
        end = _("At the end it stays readable to both sides, and neither changes it any more.")
    else:
        end = _("At the end it closes to the other side.")
    return _("A space that one side opens for both to write in stays that side’s.") + " " + end


def _amends(agreement: Agreement) -> list[str]:
    """What an amendment says of itself."""
    if agreement.amends is None:
        return []
    return [
        _("This takes the place of “%(title)s” (fingerprint %(sha)s) when the last party has signed it.")
        % {"title": agreement.amends.title, "sha": agreement.amends.text_sha256[:16]}
        + " "
        + _(
            "What is shared under that agreement stays shared where these terms allow it, and closes where they do not."
        )
    ]


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of a text: what a signature covers."""
    return hashlib.sha256(text.encode()).hexdigest()


def recipient_words(row: Recipient) -> str:
    """One recipient in words."""
    if row.kind == SubjectKind.PERSON and row.person:
        return _("%(name)s of %(organisation)s") % {"name": row.person.name, "organisation": row.organisation.name}
    if row.kind == SubjectKind.TEAM and row.team:
        return _("the team %(name)s of %(organisation)s") % {
            "name": row.team.name,
            "organisation": row.organisation.name,
        }
    return _("everyone at %(organisation)s") % {"organisation": row.organisation.name}


def _recipients(agreement: Agreement) -> list[str]:
    rows = agreement.recipients.select_related("organisation", "person", "team").order_by("organisation__name", "pk")
    return [recipient_words(row) for row in rows]


def _signatory(party: Party) -> str:
    authority = f", {party.authority}" if party.authority else ""
    return f"{party.signatory.name}{authority}, {party.organisation.name}"


def _day(day: object) -> str:
    return formats.date_format(day, "j F Y")  # type: ignore[arg-type]
