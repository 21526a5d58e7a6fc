"""What the national register knows about a site, by the names a questionnaire asks it under."""

from dekkend.organisations.models import Partnership, PupilCount, Site

type Facts = dict[str, str | dict[str, int] | None]


def register_of(site: Site, partnership: Partnership) -> Facts:
    """The facts that fill in themselves. Empty text: not known.

    `site.pupils` is {"number": 184, "year": 2025}, of 1 October of the newest year; None when there is no
    count, or when the register hides it as `<5`. One query when the site comes with its school and board.
    """
    board = site.school.board
    return {
        "site.name": site.name,
        "site.address": f"{site.street} {site.house_number}".strip(),
        "site.postcode": site.postcode,
        "site.city": site.city,
        "site.code": site.code,
        "site.board": str(board) if board else "",
        "site.partnership": partnership.name,
        "site.pupils": _newest_count(site),
    }


def _newest_count(site: Site) -> dict[str, int] | None:
    newest = PupilCount.objects.filter(site=site).first()
    if newest is None or newest.pupils is None:
        return None
    return {"number": newest.pupils, "year": newest.year}
