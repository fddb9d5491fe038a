"""Addresses of knowledge."""

from django.urls import path

from kith.knowledge.views import doors, drafts, files, items, spaces, talking, using

urlpatterns = [
    path("knowledge", spaces.knowledge, name="knowledge"),
    path("knowledge/spaces/new", spaces.space_new, name="space_new"),
    path("spaces/<slug:uid>", spaces.space, name="space"),
    path("spaces/<slug:uid>/doors", doors.space_doors, name="space_doors"),
    path("spaces/<slug:uid>/doors/<slug:grant_uid>/end", doors.space_door_end, name="space_door_end"),
    path("spaces/<slug:uid>/bin", items.space_bin, name="space_bin"),
    path("search", spaces.search, name="search"),
    path("search/suggestions", spaces.suggestions, name="suggestions"),
    path("references", spaces.references, name="references"),
    path("items/new", drafts.item_new, name="item_new"),
    path("items/<slug:uid>", items.item, name="item"),
    path("items/<slug:uid>/draft", drafts.draft, name="draft"),
    path("items/<slug:uid>/people", drafts.mentionable_, name="mentionable"),
    path("items/<slug:uid>/draft/markdown", drafts.draft_markdown, name="draft_markdown"),
    path("items/<slug:uid>/draft/end", drafts.draft_end, name="draft_end"),
    path("items/<slug:uid>/versions/<slug:version_uid>", items.version, name="version"),
    path("items/<slug:uid>/versions/<slug:version_uid>/restoration", items.restoration, name="restoration"),
    path("items/<slug:uid>/verification", items.verification, name="verification"),
    path("items/<slug:uid>/classification", items.classification, name="classification"),
    path("items/<slug:uid>/owner", items.owner, name="owner"),
    path("items/<slug:uid>/why", items.why, name="why"),
    path("items/<slug:uid>/place", items.place, name="place"),
    path("items/<slug:uid>/bin", items.bin_, name="bin"),
    path("items/<slug:uid>/recovery", items.recovery, name="recovery"),
    path("items/<slug:uid>/holders", items.holders, name="holders"),
    path("items/<slug:uid>/attachments", files.attachment_new, name="attachment_new"),
    path("items/<slug:uid>/attachments/<slug:attachment_uid>/end", files.attachment_end, name="attachment_end"),
    path("items/<slug:uid>/uses", using.uses, name="uses"),
    path("items/<slug:uid>/acceptance", using.acceptance, name="acceptance"),
    path("items/<slug:uid>/threads", talking.threads, name="threads"),
    path("items/<slug:uid>/threads/places", talking.places, name="thread_places"),
    path("threads/<slug:uid>/answers", talking.answers, name="answers"),
    path("threads/<slug:uid>/resolution", talking.resolution, name="resolution"),
    path("comments/<slug:uid>/end", talking.comment_end, name="comment_end"),
    path("files/<slug:uid>", files.file, name="file"),
]
