"""Make the public files of every site anew: after an upgrade, or when the folder was thrown away."""

import os
from collections.abc import Iterator
from multiprocessing import get_context

import django
from django.core.management.base import BaseCommand

from dekkend.organisations.models import Site
from dekkend.profiles.facts import READABLE
from dekkend.website.publishing import make_files

SITES_A_PROCESS = 200
REPORT_EVERY = 100


class Command(BaseCommand):
    help = "Render page, JSON and PDF of every published profile, on all cores."

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *, processes, verbosity, **options):
        codes = list(published_codes())
        for done, _ in enumerate(render_all(codes, processes), start=1):
            if verbosity and (done % REPORT_EVERY == 0 or done == len(codes)):
                self.stdout.write(f"{done} van {len(codes)} scholen klaar")


def published_codes():
    sites = Site.objects.filter(profiles__versions__state__in=READABLE)
    return sites.order_by("code").values_list("code", flat=True).distinct()


def render_all(codes: list[str], processes: int) -> Iterator[None]:
    """Render in separate processes; typst keeps memory, so each ends after its share."""
    with get_context("spawn").Pool(processes, django.setup, maxtasksperchild=SITES_A_PROCESS) as pool:
        yield from pool.imap_unordered(render, codes)


def render(code: str) -> None:
    make_files.func(code=code)
