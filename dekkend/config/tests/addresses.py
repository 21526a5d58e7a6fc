"""Every named address that the resolver knows."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def all_addresses() -> dict[str, str]:
    """Name to path, with its parameters as the url files write them."""
    return dict(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns, before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLPattern):
            yield pattern.name or path, path
        else:
            yield from _walk(pattern.url_patterns, path)
