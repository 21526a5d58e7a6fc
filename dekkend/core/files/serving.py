"""How a file goes out: always as a download, never shown as a page of ours."""

from django.utils.http import content_disposition_header

from dekkend.core.files.kinds import Kind

PRIVATE, PUBLIC = "private, no-store", "no-cache"


def download_headers(name: str, kind: Kind, cache: str) -> dict[str, str]:
    """Headers with which a browser keeps the file under this name and runs nothing of it.

    `cache` is PRIVATE or PUBLIC.
    """
    return {
        "Content-Type": kind.content_type,
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": cache,
    }
