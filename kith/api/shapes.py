"""What pages and rows look like in the API."""

from kith.agreements.queries.agreements import AgreementPage, Listed
from kith.api import door
from kith.identity.models import Organisation
from kith.knowledge import bodies
from kith.knowledge.models import Attachment
from kith.knowledge.models import Use as UseRow
from kith.knowledge.queries.items import ItemPage
from kith.knowledge.queries.rows import Row


def named(organisation: Organisation) -> dict[str, object]:
    """An organisation by id and name."""
    return {"id": organisation.uid, "name": organisation.name}


def listed(row: Listed) -> dict[str, object]:
    """An agreement in a list."""
    agreement = row.agreement
    return {
        "id": agreement.uid,
        "title": agreement.title,
        "type": agreement.kind,
        "status": row.status.value,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.last_day,
        "renews_by_itself": agreement.renews,
        "zone": agreement.zone,
        "ceiling": agreement.ceiling,
        "partners": [named(other) for other in row.partner.rows],
    }


def agreement(page: AgreementPage) -> dict[str, object]:
    """An agreement as a whole."""
    row = Listed(page.agreement, page.partner, page.status, waits_for_me="sign" in page.can)
    return listed(row) | {
        "purposes": page.purposes,
        "who_may_see": page.recipients,
        "end_rule": page.agreement.end_rule,
        "signatures": [
            {
                "organisation": named(signing.party.organisation),
                "signatory": signing.party.signatory.name,
                "signed_at": signing.signature.signed_at if signing.signature else None,
            }
            for signing in page.signings
        ],
        "opens": [
            {
                "id": row.uid,
                "kind": row.kind,
                "title": row.title,
                "ours": row.mine,
                "to": row.to,
                "purpose": row.purpose,
            }
            for row in page.opened
        ],
        "clauses": [
            {"number": said.number, "heading": str(said.clause.heading), "words": said.words} for said in page.clauses
        ],
        "text": page.text,
        "text_sha256": page.agreement.text_sha256,
        "receipts": [receipt.uid for receipt in page.receipts],
        "may": sorted(page.can),
    }


def row(found: Row) -> dict[str, object]:
    """An item in a list."""
    item = found.item
    return {
        "id": item.uid,
        "title": item.title,
        "kind": item.kind,
        "whose": found.side,
        "organisation": item.organisation.name,
        "verified": found.seal,
        "changed_at": item.changed_at,
    }


def tag(page: ItemPage) -> str:
    """The entity tag of an item's current text."""
    return door.tag(page.version.sha256, page.version.number) if page.version else '"0"'


def item(page: ItemPage) -> dict[str, object]:
    """An item as a whole."""
    version = page.version
    found = Row(page.item, page.standing.side, page.standing.seal, page.standing.verification)
    return row(found) | {
        "version": version.number if version else 0,
        "classification": page.item.classification,
        "markdown": bodies.to_markdown(version.body) if version else "",
        "under": [{"agreement": row.title, "until": row.until, "both_write": row.joint} for row in page.standing.bases],
        "attachments": [attachment(file) for file in page.attachments],
        "record": {"state": page.record.state, "data": page.record.data} if page.record else None,
        "may": sorted(page.can),
    }


def attachment(file: Attachment) -> dict[str, object]:
    """A file of an item."""
    return {
        "id": file.uid,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "url": f"/api/v1/attachments/{file.uid}",
    }


def use(found: UseRow) -> dict[str, object]:
    """A report of use."""
    return {
        "outcome": found.outcome,
        "hours": found.hours,
        "words": found.words,
        "person": found.person.name,
        "organisation": found.organisation.name,
        "used_at": found.used_at,
    }
