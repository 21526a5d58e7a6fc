"""Make the public files of one site: page, JSON and PDF."""

import json
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from dekkend.core.languages import DUTCH, LANGUAGES
from dekkend.organisations.faces import face_of
from dekkend.organisations.models import Site
from dekkend.organisations.signals import site_described, sites_closed
from dekkend.profiles.account import account_of
from dekkend.profiles.addendum.queries import in_force
from dekkend.profiles.compared import last_before, told
from dekkend.profiles.documents import contents_of, profile_json, profile_pdf
from dekkend.profiles.models import Version
from dekkend.profiles.parents import parents_page
from dekkend.profiles.signals import profile_amended, profile_published, profile_withdrawn
from dekkend.website.api.markup import school_markup
from dekkend.website.feedback.queries import agreement_of, heard
from dekkend.website.files import JSON, PAGE, PDF, new_file, remove_files
from dekkend.website.outlets.making import IN_EVERY_LANGUAGE, OUTLETS
from dekkend.website.queries import current_version, public_versions
from dekkend.website.search.indexing import renew_entry
from dekkend.website.search.nearby import who_meets

AT_QUESTION = "website/feedback/at_question.html"


@receiver(profile_published)
@receiver(profile_withdrawn)
@receiver(profile_amended)
def renew_public(sender, version: Version, **kwargs) -> None:
    """The search index at once; after the commit the old files go and the worker makes new ones.

    Until then the views make them.
    """
    site = version.profile.site
    renew_entry(site, current_version(site))
    code = site.code
    make_files.enqueue(code=code)
    transaction.on_commit(lambda: remove_files(code))


@receiver(sites_closed)
def remove_closed(sender, codes: list[str], **kwargs) -> None:
    """The pages of a closed school go; its address then says that it is closed."""
    for code in codes:
        transaction.on_commit(partial(remove_files, code))


@receiver(site_described)
def renew_described(sender, site: Site, **kwargs) -> None:
    """Its pages say how it teaches; until the worker comes to it they read the page of before."""
    make_files.enqueue(code=site.code)


@task
def make_files(code: str) -> None:
    """Write every public file of a site as the database has it now; without a public version, none."""
    site = Site.objects.select_related("school__board").get(code=code)
    if current_version(site) is None:
        return remove_files(code)
    translated = {PAGE: partial(page_of, site)} | {name: OUTLETS[name] for name in IN_EVERY_LANGUAGE}
    for name, make in ({JSON: json_of, PDF: profile_pdf} | OUTLETS | translated).items():
        for language in LANGUAGES if name in translated else (DUTCH,):
            with override(language):
                _make_file(site, name, make, language)
    return None


def _make_file(site: Site, name: str, make: Callable[[Version], bytes], language: str = DUTCH) -> None:
    """Of what parents read at this moment: between two files a school may publish."""
    with new_file(site.code, name, language) as file:
        if version := current_version(site):
            file.write(make(version))


def page_of(site: Site, version: Version) -> bytes:
    """The public page of a version that may be read now, in the language of this moment."""
    return render_to_string("website/profile.html", context_of_page(site, version)).encode()


def context_of_page(site: Site, version: Version) -> dict:
    versions = public_versions(site)
    page = {"versions": versions, "since": since(site, version, versions)}
    return context_of(site, version) | page | {"page_address": reverse("published", args=[site.code])}


def since(site: Site, version: Version, versions: list[Version]) -> dict | None:
    """What changed since the version parents read before this one, when there was one."""
    before = last_before(version, versions)
    return {"version": before} | changes_context(site, before, version) if before else None


def changes_context(site: Site, old: Version, new: Version) -> dict:
    """What changed between two public versions, and where both can be read."""
    urls = [reverse("published-version", args=[site.code, each.number]) for each in (old, new)]
    return told(old, new, "public") | {"old_url": urls[0], "new_url": urls[1]}


def json_of(version: Version) -> bytes:
    """The public text as profiel.json has it; docs/open-data.md describes it."""
    return json.dumps(profile_json(version), ensure_ascii=False, indent=1).encode()


def context_of(site: Site, version: Version) -> dict:
    """What a page about one public version needs."""
    read = parents_page(version)
    asks = agreement_of(version.profile.partnership).is_open
    return read | {
        "site": site,
        "version": version,
        "register": contents_of(version)[1],
        "partnership": version.profile.partnership,
        "face": face_of(version.profile.partnership),
        "addenda": in_force(version),
        "account": account_of(version, "public"),
        "expired": version.state == Version.State.EXPIRED,
        "address": settings.SITE_URL + reverse("published", args=[site.code]),
        "compare_url": reverse("compare", query={"school": site.code}),
        "public_page": True,
        "heard": heard(version.profile),
        "school_markup": school_markup(site, version.profile.partnership),
        "asks": asks,
        "at_question": AT_QUESTION if asks else "",
        "nearby": who_meets(read["referred"], site),
    }
