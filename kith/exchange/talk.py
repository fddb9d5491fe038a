"""What was said about a page, in archives: as it goes out, and as it comes in where its speakers are strangers."""

from typing import Any

from django.db.models import Prefetch

from kith.core.actor import Actor
from kith.exchange import archive_parts
from kith.knowledge import policy
from kith.knowledge.actions.commenting import LONGEST
from kith.knowledge.models import BESIDE, MOST_QUOTED, Comment, Item, Thread

MOST = 10_000  # threads or comments of one page that are taken in


def written(item: Item, by: Actor) -> list[dict[str, Any]]:
    """The threads of an item that the reader may see, without what was taken back."""
    said = Comment.objects.filter(taken_back_at=None).select_related("person").order_by("at", "pk")
    threads = policy.threads.scope(by).filter(item=item).order_by("opened_at", "pk")
    rows = threads.prefetch_related(Prefetch("comments", said, to_attr="said"))
    return [_thread(row) for row in rows if row.said]


def _thread(row: Thread) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "quote": row.quote,
        "before": row.before,
        "after": row.after,
        "opened_at": row.opened_at.isoformat(),
        "resolved_at": row.resolved_at.isoformat() if row.resolved_at else None,
        "comments": [
            {"author": said.speaker, "at": said.at.isoformat(), "words": said.words}
            for said in row.said  # type: ignore[attr-defined]
        ],
    }


def take_in(document: dict[str, Any], item: Item, by: Actor) -> None:
    """Bring in a page's threads that are not there yet, for us alone: each comment under the name that it has there.

    Whoever takes them in answers for them here; nobody gets an account, and nobody is told.
    """
    known = set(item.threads.exclude(source_key="").values_list("source_key", flat=True))
    for row in archive_parts.rows(document, "threads")[:MOST]:
        key = str(row.get("uid", ""))[:60]
        said = [each for each in archive_parts.rows(row, "comments")[:MOST] if str(each.get("words") or "").strip()]
        if not key or key in known or not said:
            continue
        known.add(key)
        settled = archive_parts.moment(row["resolved_at"]) if row.get("resolved_at") else None
        thread = Thread.objects.create(
            item=item,
            version=item.current,
            source_key=key,
            quote=_text(row, "quote", MOST_QUOTED),
            before=_text(row, "before", BESIDE),
            after=_text(row, "after", BESIDE),
            opened_at=archive_parts.moment(row.get("opened_at")),
            opened_by_id=by.person,
            resolved_at=settled,
            resolved_by_id=by.person if settled else None,
        )
        Comment.objects.bulk_create([_comment(each, thread, by) for each in said])


def _comment(row: dict[str, Any], thread: Thread, by: Actor) -> Comment:
    return Comment(
        thread=thread,
        person_id=by.person,
        organisation_id=by.organisation,
        said_by=_text(row, "author", 100) or "?",
        words=_text(row, "words", LONGEST),
        at=archive_parts.moment(row.get("at")),
    )


def _text(row: dict[str, Any], name: str, most: int) -> str:
    return str(row.get(name) or "").replace("\x00", "")[:most]
