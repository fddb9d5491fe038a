"""Examples for every body and answer of the document, put together from the examples of the fields."""

from typing import Any

TYPICAL: dict[tuple[str, str], Any] = {
    ("string", "date"): "2027-06-29",
    ("string", "date-time"): "2026-11-25T09:30:00Z",
    ("integer", ""): 1,
    ("number", ""): 0.5,
    ("boolean", ""): True,
    ("null", ""): None,
}


def add(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with an example beside the schema of every JSON body and answer."""
    for methods in document["paths"].values():
        for operation in methods.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (body.get("content", {}).get("application/json") for body in bodies):
                if content and "schema" in content:
                    content["example"] = of(content["schema"], document)
    return document


def of(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """An example of what a schema describes: its own where it has one, otherwise that of its parts."""
    schema = _resolved(schema, document)
    if "examples" in schema:
        return schema["examples"][0]
    if schema.get("default") is not None:
        return schema["default"]
    kind = schema.get("type", "")
    if kind == "array":
        return [of(schema["items"], document)]
    if kind == "object":
        return {name: of(part, document) for name, part in schema.get("properties", {}).items()}
    return schema["enum"][0] if "enum" in schema else TYPICAL[kind, schema.get("format", "")]


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """What a schema refers to, or the first of the shapes it may have; its own example goes before theirs."""
    choices = schema.get("anyOf") or schema.get("allOf")
    if "examples" in schema or not (choices or "$ref" in schema):
        return schema
    named = document["components"]["schemas"]
    return _resolved(choices[0] if choices else named[schema["$ref"].rsplit("/", 1)[1]], document)
