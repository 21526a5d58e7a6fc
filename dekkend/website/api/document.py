"""openapi.json: what the endpoints say of themselves, with what all of them have in common."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from dekkend.website.api.endpoints import api

ROOT = "/api/v1"
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Wat er misging (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
FAULTS = {
    "400": "Een parameter heeft een verkeerde waarde",
    "404": "Dit is er niet",
    "405": "Hier valt alleen te lezen",
    "410": "Deze school is gesloten",
    "429": "Te veel vragen van één internetadres; Retry-After zegt hoeveel seconden wachten",
}
SENT_ALONG = {
    "API-Version": {"description": "De hele versie van deze API", "schema": {"type": "string"}},
    "ETag": {
        "description": "Stuur terug als If-None-Match: 304 als er niets veranderde",
        "schema": {"type": "string"},
    },
}


@dataclass(frozen=True)
class Filter:
    """A parameter as /open-data/ shows it. Without `values` anything goes; a list may stand there twice."""

    name: str
    meaning: str
    values: tuple[str, ...]
    is_list: bool


def openapi(request: HttpRequest) -> JsonResponse:
    """The description itself, for programs."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


@cache
def described() -> dict[str, Any]:
    """The whole description, worked out once."""
    found = dict(api.get_openapi_schema(path_prefix=""))
    found["servers"] = [{"url": settings.SITE_URL + ROOT}]
    found["components"]["schemas"]["Problem"] = PROBLEM
    for path, methods in found["paths"].items():
        _complete(path, methods["get"])
    return found


def parameters_of(path: str) -> frozenset[str]:
    """The names of what may stand after the question mark."""
    parameters = described()["paths"][path]["get"]["parameters"]
    return frozenset(one["name"] for one in parameters if one["in"] == "query")


def filters_of(path: str) -> list[Filter]:
    """What may stand after the question mark, in the order of the description."""
    parameters = described()["paths"][path]["get"]["parameters"]
    return [_filter(one) for one in parameters if one["in"] == "query"]


def _filter(parameter: dict[str, Any]) -> Filter:
    schema = parameter["schema"]
    inner = schema.get("items", schema)
    kinds = inner.get("anyOf", [inner])
    values = ["true", "false"] if kinds[0].get("type") == "boolean" else inner.get("enum", [])
    is_list = schema.get("type") == "array"
    return Filter(parameter["name"], parameter["description"], tuple(filter(None, values)), is_list)


def _complete(path: str, operation: dict[str, Any]) -> None:
    """What is sent along, and what may go wrong."""
    fine = operation["responses"][200]
    fine["headers"] = SENT_ALONG
    if path.endswith(".csv"):
        fine["content"] = {"text/csv": {"schema": {"type": "string"}}}
    elif path.endswith(".json"):
        rows = {"type": "array", "items": {"type": "object"}}
        fine["content"] = {"application/json": {"schema": rows}}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in FAULTS.items():
        operation["responses"][status] = {"description": description, "content": content}
    operation["responses"]["304"] = {"description": "Er veranderde niets"}
