"""Every named address that the resolver knows."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

NAMED_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def all_addresses() -> dict[str, str]:
    """Name to path, with its parameters as the url files write them."""
    return dict(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns, before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + NAMED_GROUP.sub(r"<\1>", str(pattern.pattern).removeprefix("^").removesuffix("$"))
        if isinstance(pattern, URLPattern):
            yield pattern.name or path, path
        else:
            yield from _walk(pattern.url_patterns, path)
