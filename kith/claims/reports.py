"""A claim as a file: what is claimed, what happened, and who was shown what of the pages concerned, as evidence."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.audit.models import Checkpoint, Head
from kith.claims import policy
from kith.claims.queries import pages
from kith.claims.queries.pages import ClaimPage
from kith.core import clock
from kith.core.actor import Actor
from kith.exposures import reports as exposures
from kith.exposures.queries import items
from kith.ui import times
from kith.ui.reporting import Report, Table


def of_claim(uid: str, by: Actor) -> Report:
    """The report of a claim, for whoever sees it; the exposures for those only who read them.

    Raises:
        Unseen: there is no such claim for her.
    """
    page = pages.claim(uid, by)
    row = page.row
    now = date_format(localtime(clock.now()), "Y-m-d H:i")
    about = [row.organisation.name, _("As it stands on %(day)s.") % {"day": now}]
    tables = [_claim(page), _pages(page), _steps(page)]
    if policy.reads(by):
        ids = list(row.items.values_list("pk", flat=True))
        entries, more = items.history(ids, by, row.partner_id)
        tables.append(exposures.table_of(entries))
        about += [*_which(page, len(entries), more), *_proof()]
    else:
        about.append(_("Who was shown what is read by owners, stewards and auditors, and is not in this file."))
    about.append(_("Kith gives no legal advice."))
    return Report(row.title, tables, about)


def _claim(page: ClaimPage) -> Table:
    row = page.row
    lines = [
        (_("Side"), row.get_side_display()),
        (_("The other side"), row.whom),
        (_("About"), row.get_kind_display()),
        (_("Made on"), times.day(row.asserted_on)),
        (_("What is claimed"), row.words),
        (_("Sum"), str(row.claimed or "")),
        (_("Non-practising entity"), row.get_npe_display()),
        (_("Adviser"), row.adviser.called if row.adviser else ""),
        (_("Insurance"), row.cover.called if row.cover else ""),
        (_("Insurer told on"), times.day(row.notified_on)),
        (_("To be answered by"), times.day(row.reply_by)),
        (_("Answered on"), times.day(row.answered_on)),
        (_("Who sees to it"), row.responsible.name if row.responsible else ""),
        (_("Stands"), row.get_outcome_display() if row.closed_at else _("Open")),
        *((_("To be heeded"), str(words)) for words in page.heeds),
    ]
    return Table(_("The claim"), ["", ""], [[name, str(words)] for name, words in lines if words])


def _pages(page: ClaimPage) -> Table:
    """By page and partner, what the rows below come to."""
    head = [_("Page"), _("Of"), _("People"), _("Times"), _("More than a title"), _("First"), _("Last")]
    rows: list[list[str | int | None]] = []
    for each in page.pages:
        title = each.item.title if each.item else _("A page that lies in the bin or is not open to you")
        rows += [
            [
                title,
                told.known.firm.name,
                told.known.people,
                told.known.times,
                told.known.closer,
                times.day(told.known.first),
                times.day(told.known.last),
            ]
            for told in each.told
        ] or [[title, _("Nobody outside") if page.reads_exposures else "", None, None, None, "", ""]]
    return Table(_("Pages"), head, rows)


def _steps(page: ClaimPage) -> Table:
    head = [_("Day"), _("What happened"), _("Outcome"), _("Written down by"), _("Written down")]
    rows = [
        [
            times.day(step.day),
            step.words,
            step.get_outcome_display() if step.outcome else _("Our answer") if step.is_reply else "",
            step.by.name,
            date_format(localtime(step.at), "Y-m-d H:i"),
        ]
        for step in page.steps
    ]
    return Table(_("Steps"), head, rows)


def _which(page: ClaimPage, count: int, more: bool) -> list[str]:
    """Whose exposures these are, and how many."""
    row = page.row
    if row.partner:
        said = [_("Exposures: what people of %(firm)s were shown of these pages.") % {"firm": row.partner.name}]
    else:
        said = [_("Exposures: what anybody outside was shown of these pages.")]
    if more:
        said.append(_("There are more rows than one file holds: these are the newest %(n)s.") % {"n": count})
    return said


def _proof() -> list[str]:
    """What shows that nothing was put in or left out later."""
    head, last = Head.objects.filter(pk=1).first(), Checkpoint.objects.order_by("-seq").first()
    said = [
        _("Each exposure belongs to an event of the ledger, and the ledger’s hash chain holds the events."),
        _("The chain stands at link %(seq)s: %(hash)s")
        % {"seq": head.seq if head else 0, "hash": head.hash if head else ""},
    ]
    if last:
        words = _("Checkpoint at link %(seq)s of %(at)s, signed with key %(key)s: %(hash)s")
        at = date_format(localtime(last.at), "Y-m-d H:i")
        said.append(words % {"seq": last.seq, "at": at, "key": last.key_id, "hash": last.hash})
    said.append(_("“kith check” reads the whole ledger and names the first row that was changed or is missing."))
    return said
