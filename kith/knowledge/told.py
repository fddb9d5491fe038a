"""What notices about items tell, for their reader, when she looks."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.core.actor import Actor
from kith.core.errors import Sentence
from kith.knowledge import lapses, mentions, policy, sight
from kith.knowledge.actions import arrangements, asking, reading, releasing, sourcing
from kith.knowledge.models import Item, Release
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about items be told."""
    kinds.register(mentions.MENTION, _mentioned)
    kinds.register(mentions.COMMENT, _commented)
    kinds.register(sourcing.MEANT, _asked)
    kinds.register(reading.ASKED, partial(_checked, sentence=gettext_lazy("Please read it, and say so: “%(title)s”")))
    for kind, sentence in _CHECKS.items():
        kinds.register(kind, partial(_checked, sentence=sentence))
    kinds.register(asking.ASKED, _wanted)
    asked = gettext_lazy("%(name)s asks to release “%(title)s” to %(firm)s")
    kinds.register(releasing.ASKED, partial(_released, sentence=asked))
    decided = gettext_lazy("%(name)s has decided whether “%(title)s” is released to %(firm)s")
    kinds.register(releasing.DECIDED, partial(_released, sentence=decided))
    kinds.register(sourcing.ANSWERED, _answered)
    kinds.register(arrangements.ARRANGED, _arranged)


def _wanted(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.requests.scope(by).filter(answered_at=None).select_related("item", "space", "person", "organisation")
    found = rows.in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            _("%(name)s of %(firm)s asks for access to “%(title)s”")
            % {"name": row.person.name, "firm": row.organisation.name, "title": row.thing},
            reverse("access_request", args=[row.pk]),
        )
        for notice in notices
        if (row := found.get(notice.about_id))
    }


def _released(by: Actor, notices: list[Notice], sentence: Sentence) -> dict[int, Line]:
    shared = policy.items.scope(by, "share").order_by().values("pk")
    rows = Release.objects.filter(item__in=shared).select_related("item", "organisation")
    found = rows.in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            str(sentence) % {"name": _name(notice), "title": row.item.title, "firm": row.organisation.name},
            reverse("binding", args=[row.item.uid]),
        )
        for notice in notices
        if (row := found.get(notice.about_id))
    }


def _mentioned(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    items = _seen(by, notices)
    return {
        notice.pk: Line(
            _("%(name)s mentioned you in “%(title)s”") % {"name": _name(notice), "title": items[notice.about_id].title},
            reverse("item", args=[items[notice.about_id].uid]),
        )
        for notice in notices
        if notice.about_id in items
    }


def _commented(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    found = policy.threads.scope(by).select_related("item").in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            _("%(name)s commented on “%(title)s”") % {"name": _name(notice), "title": thread.item.title},
            reverse("item" if thread.item.current_id else "draft", args=[thread.item.uid]) + f"#thread-{thread.uid}",
        )
        for notice in notices
        if (thread := found.get(notice.about_id))
    }


_CHECKS = {
    lapses.DUE: gettext_lazy("Is it still right? “%(title)s”"),
    lapses.LATE: gettext_lazy("Nobody has checked it for two weeks: “%(title)s”"),
    lapses.WITHDRAWN: gettext_lazy("%(name)s has taken the verification back: “%(title)s”"),
}


def _checked(by: Actor, notices: list[Notice], sentence: Sentence) -> dict[int, Line]:
    items = _seen(by, notices)
    return {
        notice.pk: Line(
            str(sentence) % {"name": _name(notice), "title": items[notice.about_id].title},
            reverse("item", args=[items[notice.about_id].uid]) + "#verify",
        )
        for notice in notices
        if notice.about_id in items
    }


def _asked(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = sourcing.asked(by).filter(item__in=[notice.about_id for notice in notices]).select_related("item__current")
    found = {row.item_id: row.item for row in rows if sourcing.askable(row.item, by)}
    words = _("%(name)s has written down what you know. Is it what you meant? “%(title)s”")
    return {
        notice.pk: Line(
            words % {"name": _name(notice), "title": found[notice.about_id].title},
            reverse("meant", args=[found[notice.about_id].uid]),
        )
        for notice in notices
        if notice.about_id in found
    }


def _answered(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    found = policy.items.scope(by, "edit").in_bulk([notice.about_id for notice in notices])
    words = _("%(name)s has read what you wrote down: “%(title)s”")
    return {
        notice.pk: Line(words % {"name": _name(notice), "title": item.title}, reverse("draft", args=[item.uid]))
        for notice in notices
        if (item := found.get(notice.about_id))
    }


def _arranged(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.arrangements.scope(by).in_bulk([notice.about_id for notice in notices])
    done, failed = _("The pages stand where you wanted them."), _("The pages could not be moved.")
    return {
        notice.pk: Line(failed if row.failed else done, reverse("arrangement", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }


def _seen(by: Actor, notices: list[Notice]) -> dict[int, Item]:
    return Item.objects.filter(policy.seen(sight.of(by))).in_bulk([notice.about_id for notice in notices])


def _name(notice: Notice) -> str:
    return notice.by.name if notice.by else ""
