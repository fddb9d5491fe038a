"""Version 1 of the API."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import File, NinjaAPI, Status
from ninja.files import UploadedFile
from ninja.openapi.schema import OpenAPISchema

from kith.agreements.queries import agreements
from kith.api import door, examples, problems, schemas, shapes
from kith.api.door import actor
from kith.audit.models import Exposure
from kith.core.errors import Stale
from kith.identity import queries as identity
from kith.identity.models import Organisation, Person
from kith.knowledge import bodies, locks
from kith.knowledge.actions import attaching, spaces, using, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.queries import attachments, items, lists, search
from kith.knowledge.views import files
from kith.measures import utilisation
from kith.partnerships import queries as partnerships


class Documented(NinjaAPI):
    """The API, whose document has examples."""

    def get_openapi_schema(self, **settings: Any) -> OpenAPISchema:
        """The OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**settings)
        problems.add(document)
        examples.add(document)
        return document


api = Documented(
    title="Kith",
    version="1",
    urls_namespace="api",
    description="Knowledge, shared under the agreement. Everything here is what the token's person may see and do.",
    auth=door.Token(),
    docs_url=None,
)
door.explain_errors(api)


@api.get("/me", response=schemas.Me, url_name="api_me")
def me(request: HttpRequest) -> dict[str, object]:
    """Whose token it is, for which organisation it acts, and what it may do."""
    by = actor(request)
    person = Person.objects.get(pk=by.person)
    organisation = Organisation.objects.get(pk=by.organisation)
    return {
        "id": person.uid,
        "name": person.name,
        "role": by.role,
        "organisation": shapes.named(organisation),
        "scopes": sorted(by.scopes or ()),
    }


@api.get("/people", response=list[schemas.Person], url_name="api_people")
def people(request: HttpRequest) -> list[dict[str, str]]:
    """The people of one's own organisation."""
    members = identity.colleagues(actor(request).organisation)
    return [{"id": row.person.uid, "name": row.person.name, "role": row.role} for row in members]


@api.get("/partnerships", response=list[schemas.Partnership], url_name="api_partnerships")
def all_partnerships(request: HttpRequest) -> list[dict[str, object]]:
    """One's partnerships."""
    by = actor(request)
    return [
        {"id": row.uid, "title": row.title, "partner": shapes.named(other)}
        for row in partnerships.of(by)
        for other in [partnerships.partner_of(row, by)]
    ]


@api.get("/agreements", response=list[schemas.Agreement], url_name="api_agreements")
def all_agreements(request: HttpRequest) -> list[dict[str, object]]:
    """One's agreements and where they stand."""
    return [shapes.listed(row) for row in agreements.of(actor(request))]


@api.get("/agreements/{uid}", response=schemas.AgreementPage, url_name="api_agreement")
def one_agreement(request: HttpRequest, uid: str) -> dict[str, object]:
    """An agreement as a whole, with the exact text and who has signed it. People sign and end; programs read."""
    return shapes.agreement(agreements.page(uid, actor(request)))


@api.get("/spaces", response=list[schemas.Named], url_name="api_spaces")
def all_spaces(request: HttpRequest) -> list[dict[str, str]]:
    """The spaces open to one as a whole."""
    return [{"id": row.uid, "name": row.name} for row in lists.visible_spaces(actor(request))]


@api.post("/spaces", response={201: schemas.Named}, url_name="api_spaces")
def open_space(request: HttpRequest, given: schemas.NewSpace) -> Status[dict[str, object]]:
    """Open a space, to all of one's own organisation or to oneself alone."""
    by = actor(request, "write")
    space = spaces.open_space(given.name, given.about, by=by, to_all=given.to_all)
    return Status(201, {"id": space.uid, "name": space.name})


@api.get("/items", response=schemas.Page, url_name="api_items")
def all_items(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, object]:
    """The items one may see, changed last first; follow `next`."""
    found, following = lists.page_of_items(actor(request), cursor, max(1, min(limit, 200)))
    return {"items": [shapes.row(row) for row in found], "next": following}


@api.get("/search", response=schemas.Page, url_name="api_search")
def find(request: HttpRequest, q: str, page: int = 1) -> dict[str, object]:
    """What is found for a question; `next` is the following page's number."""
    found = search.search_page(actor(request), q, page=page, channel=Exposure.Channel.API)
    return {"items": [shapes.row(hit.row) for hit in found.rows], "next": str(found.next) if found.next else None}


@api.post("/items", response={201: schemas.Item}, url_name="api_items")
def publish(request: HttpRequest, given: schemas.NewItem) -> Status[dict[str, object]]:
    """Publish a new item."""
    by = actor(request, "write")
    words = Words(given.title, given.markdown)
    with transaction.atomic():
        item = writing.begin(
            given.space,
            words,
            by=by,
            parent_uid=given.parent,
            kind=given.kind,
            classification=given.classification,
        )
        writing.publish(item.uid, by=by)
    return Status(201, shapes.item(items.page(item.uid, by)))


@api.get("/items/{uid}", response=schemas.Item, url_name="api_item")
def one_item(request: HttpRequest, uid: str, response: HttpResponse) -> object:
    """An item as a whole. `If-None-Match` is answered only once it is sure that one may read it."""
    page = items.page(uid, actor(request), channel=Exposure.Channel.API)
    etag = shapes.tag(page)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response["ETag"] = etag
    return shapes.item(page)


@api.put("/items/{uid}", response=schemas.Item, url_name="api_item")
def rewrite(request: HttpRequest, uid: str, given: schemas.Text, response: HttpResponse) -> object:
    """Publish a new version. `If-Match` must name the text that was read, so that nobody's words are lost."""
    by = actor(request, "write")
    words = Words(given.title, given.markdown).cleaned()
    body = bodies.from_markdown(words.markdown)
    with transaction.atomic():
        item = locks.item(uid, by, "edit")
        current = item.current
        if current is None or request.headers.get("If-Match") != door.tag(current.sha256, current.number):
            raise Stale(uid)
        writing.put(item, words.title, body, by=by, note=given.note)
    page = items.page(uid, by)
    response["ETag"] = shapes.tag(page)
    return shapes.item(page)


@api.post("/items/{uid}/attachments", response={201: schemas.Attachment}, url_name="api_attachments")
def attach(request: HttpRequest, uid: str, file: File[UploadedFile]) -> Status[dict[str, object]]:
    """Add a file to an item, as `multipart/form-data`. Pictures are kept without their metadata."""
    attached = attaching.attach(uid, file.name or "", file.chunks(), by=actor(request, "write"))
    return Status(201, shapes.attachment(attached))


@api.get("/attachments/{uid}", url_name="api_attachment")
def attachment(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The bytes of a file. Range and `If-None-Match` are answered only once it is sure that one may have it."""
    return files.serve(request, attachments.fetch(uid, actor(request)))


@api.get("/items/{uid}/uses", response=list[schemas.Use], url_name="api_uses")
def uses(request: HttpRequest, uid: str) -> list[dict[str, object]]:
    """What people said that the item did for them, as far as one may know."""
    return [shapes.use(row) for row in items.page(uid, actor(request), channel=Exposure.Channel.API).uses]


@api.post("/items/{uid}/uses", response={201: schemas.Use}, url_name="api_uses")
def use(request: HttpRequest, uid: str, given: schemas.NewUse) -> Status[dict[str, object]]:
    """Say that one used the item."""
    by = actor(request, "write")
    return Status(201, shapes.use(using.use(uid, given.outcome, by=by, hours=given.hours, words=given.words)))


@api.get("/measures/utilisation", response=schemas.Utilisation, url_name="api_utilisation")
def rate(request: HttpRequest) -> dict[str, object]:
    """The knowledge utilisation rate of one's own organisation's knowledge over the last year."""
    found = utilisation.of(actor(request))
    return {
        "due": found.due,
        "used": found.used,
        "rate": found.rate,
        "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None,
        "missing": found.missing,
        "formula": found.formula,
    }
