"""The refusals of every operation, as the OpenAPI document tells them."""

from typing import Any

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, in words for a person (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "Which part of the request it is about."},
    },
}
ALWAYS = {
    "401": "No token, or one that does not work",
    "403": "One may see it, but not do this",
    "404": "Nothing here for the token's person, whether or not it exists",
    "422": "Not understood, or not possible as things stand",
}
WITH_A_BODY = {
    "400": "The body cannot be read",
    "413": "The body is too large",
}
OF_A_TEXT = {"412": "The text is no longer the one that was read, or `If-Match` is missing"}


def add(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the ways in which each operation refuses."""
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for methods in document["paths"].values():
        for method, operation in methods.items():
            told = ALWAYS | (WITH_A_BODY if "requestBody" in operation else {}) | (OF_A_TEXT if method == "put" else {})
            for status, words in told.items():
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": words, "content": content})
    return document
