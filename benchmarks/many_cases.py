"""Files of children in any number, and what is measured of them, in the process of the measured database.

python -m benchmarks.many_cases make NUMBER       running files, before the Loket
python -m benchmarks.many_cases expire NUMBER     files whose last day has passed, with texts and papers
python -m benchmarks.many_cases destroy           destroys those; prints the seconds
python -m benchmarks.many_cases prove             proves it; prints the seconds
python -m benchmarks.many_cases half              the cases of which part is left, and those that are whole
python -m benchmarks.many_cases list              the Loket's list: milliseconds, and queries
python -m benchmarks.many_cases open FIELDS       a file of so many fields: milliseconds sealed, and plain
"""

import io
import os
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from statistics import median
from uuid import uuid4

import django

ROUNDS = 31
BATCH = 500
TEXT = "Zij leest graag, maar niet hardop. In de ochtend lukt het beter dan in de middag. " * 4
OFFICE, SCHOOL = "loket@example.org", "ib@example.org"


def place():
    """The partnership, a school and its people, once."""
    from django.utils.timezone import localdate, now

    from dekkend.cases.actions import adopt_offering
    from dekkend.cases.catalogue import catalogue_files, read_catalogue
    from dekkend.cases.log import begin_log
    from dekkend.cases.models import Offering
    from dekkend.organisations.models import (
        Board,
        Membership,
        Partnership,
        Role,
        School,
        Site,
        SitePartnership,
        User,
    )
    from dekkend.questionnaires.loader import form_files, load_edition

    if found := Offering.objects.select_related("partnership").first():
        return found, Site.objects.get(), User.objects.get(email=SCHOOL)
    region = Partnership.objects.create(code="PO9990", name="Meetregio")
    school = School.objects.create(brin="99ZZ", board=Board.objects.create(number="99990"))
    site = Site.objects.create(code="99ZZ00", school=school, name="Meetschool", kind="BO")
    SitePartnership.objects.create(site=site, partnership=region, begins_on=date(2014, 8, 1))
    begin = {"begins_on": localdate() - timedelta(days=400)}
    desk, coordinator = User.objects.create_user(OFFICE, "Loket"), User.objects.create_user(SCHOOL, "IB")
    Membership.objects.create(user=desk, role=Role.SERVICE_DESK, partnership=region, **begin)
    Membership.objects.create(user=coordinator, role=Role.SUPPORT_COORDINATOR, site=site, **begin)
    catalogue = read_catalogue(catalogue_files()[-1])
    wanted = {catalogue.file_form, catalogue.plan_form, *catalogue.forms}
    for path in form_files():
        if path.parent.name in wanted:
            load_edition(path)
    begin_log(region)
    return adopt_offering(partnership=region, catalogue=catalogue, at=now()), site, coordinator


def make(number: int, **facts) -> list:
    """Cases in the state that `facts` say, each with a key of its own and a sealed child."""
    from django.utils.timezone import localdate

    from dekkend.cases.child import Child
    from dekkend.cases.models import Case, CaseKey, Destruction
    from dekkend.core.encryption import keyring
    from dekkend.questionnaires.models import Edition

    offering, site, _ = place()
    catalogue, kind = offering.catalogue, offering.catalogue.open_kinds[0]
    newest = {
        form: Edition.objects.filter(form=form).order_by("name").last()
        for form in (catalogue.file_form, kind.form)
    }
    made, keys, on, begin = [], [], localdate(), Case.objects.count() + Destruction.objects.count()
    for place_ in range(begin, begin + number):
        case = Case(
            partnership=offering.partnership, site=site, offering=offering, kind=kind.key, uid=uuid4()
        )
        case.number, case.opened_on = f"2024-{place_:06}", on - timedelta(days=place_ % 300)
        case.growth_edition, case.request_edition = newest[catalogue.file_form], newest[kind.form]
        case.vault, wrapped = keyring().new_key(case.owner)
        child = Child(f"Kind{place_}", "van Meting", date(2018, 1, 1) + timedelta(days=place_ % 900), "4")
        case.sealed_child = case.vault.seal_value("child", child.kept())
        case.state, case.sent_on = "intake", on
        case.due_on = on + timedelta(days=place_ % 60 - 10)
        for name, value in facts.items():
            setattr(case, name, value)
        made.append(case)
        keys.append((case, wrapped))
    Case.objects.bulk_create(made, batch_size=BATCH)
    CaseKey.objects.bulk_create(
        (CaseKey(case_id=case.uid, wrapped=wrapped) for case, wrapped in keys), batch_size=BATCH
    )
    return made


def expire(number: int) -> None:
    """With a parent, five texts in two versions each, a letter, a paper and the record of an act."""
    from django.db import transaction
    from django.utils.timezone import localdate, now

    from dekkend.cases.models import Attachment, Entry, EntryVersion, Letter, Party
    from dekkend.cases.transitions import KIND
    from dekkend.core.files.sealed import sealed_files
    from dekkend.workflow.models import Event

    on = localdate() - timedelta(days=1)
    with transaction.atomic():
        cases = make(number, state="refused", due_on=None, closed_on=on, retain_until=on)
        said = {"sealed": b"x" * 400, "saved_at": now(), "revision": 1}
        parties = Party.objects.bulk_create(
            Party(case=case, number=1, sealed=b"x" * 90, has_authority=True) for case in cases
        )
        entries = Entry.objects.bulk_create(
            Entry(case=case, form="growth", key=f"q{key}", **said) for case in cases for key in range(5)
        )
        EntryVersion.objects.bulk_create(EntryVersion(entry=entry, **said) for entry in entries)
        Letter.objects.bulk_create(
            Letter(case=party.case, party=party, template="x", sealed=b"x" * 900, written_at=now())
            for party in parties
        )
        Event.objects.bulk_create(
            Event(subject_kind=KIND, subject_id=case.pk, act="open", actor_name="x", at=now())
            for case in cases
        )
        for case in cases:
            stored = sealed_files.keep(case.vault, "paper", io.BytesIO(b"verslag" * 500))
            facts = {
                "where": "growth",
                "key": "b",
                "kind": "pdf",
                "size": 3500,
                "scan": "clean",
                "added_at": now(),
            }
            Attachment.objects.create(case=case, number=1, sealed=b"x", stored=stored, **facts)


def destroy() -> float:
    """Says so at the first file of the second batch: the first one is gone."""
    from django.db.models.signals import post_save
    from django.utils.timezone import now

    from dekkend.cases.destruction import BATCH as TOGETHER
    from dekkend.cases.destruction import destroy_expired
    from dekkend.cases.models import Destruction

    proven = count(1)

    def say(**_):
        if next(proven) == TOGETHER + 1:
            print("a batch is gone", flush=True)

    post_save.connect(say, sender=Destruction, weak=False)
    begin = time.perf_counter()
    destroy_expired(at=now())
    return time.perf_counter() - begin


def prove() -> float:
    from dekkend.cases.destruction import unproven
    from dekkend.cases.log import broken_lines
    from dekkend.organisations.models import Partnership

    region, begin = Partnership.objects.get(), time.perf_counter()
    if wrong := [*broken_lines(region), *unproven(region)]:
        raise SystemExit(f"not proven: {wrong[:3]}")
    return time.perf_counter() - begin


def half() -> tuple[int, int]:
    """How many cases are there in part, and how many are whole."""
    from dekkend.cases.models import Attachment, Case, Entry, Letter, Party
    from dekkend.core.encryption import CannotOpen
    from dekkend.core.files.sealed import sealed_files
    from dekkend.core.files.store import StoreDown

    broken = whole = 0
    for case in Case.objects.filter(state="refused"):
        try:
            stored = Attachment.objects.get(case=case).stored
            opened = bool(case.child and b"".join(sealed_files.read(case.vault, "paper", stored)))
        except (CannotOpen, StoreDown, Attachment.DoesNotExist):
            opened = False
        parts = (Entry, 5), (Party, 1), (Letter, 1)
        opened &= all(model.objects.filter(case=case).count() == number for model, number in parts)
        whole, broken = whole + opened, broken + (not opened)
    ids = Case.objects.values("pk")
    broken += sum(model.objects.exclude(case__in=ids).count() for model in (Entry, Party, Letter, Attachment))
    return broken, whole


def client_of(email: str):
    """Someone who is signed in with a second step."""
    from django.test import Client

    from dekkend.organisations.models import User

    client, user = Client(SERVER_NAME="localhost"), User.objects.get(email=email)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def work_list() -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(OFFICE)
    ask(client, "/dossiers/")
    taken = [ask(client, "/dossiers/") for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as asked:
        ask(client, "/dossiers/")
    return median(taken), len(asked)


def open_file(fields: int) -> tuple[float, float]:
    """The same view and template in turns: as it is, and with a vault that seals nothing."""
    from django.utils.timezone import now

    from dekkend.cases.models import Entry, entry_place
    from dekkend.questionnaires.loader import questionnaire_of

    (sealed,) = make(1, state="draft")
    with plain():
        (bare,) = make(1, state="draft")
    for case, way in ((sealed, as_it_is), (bare, plain)):
        questions = [
            (form, one.key)
            for form, edition in (("growth", case.growth_edition), ("request", case.request_edition))
            for one in questionnaire_of(edition).questions
            if one.type == "prose"
        ]
        with way():
            case.__dict__.pop("vault", None)
            for number in range(fields):
                form, key = questions[number] if number < len(questions) else ("growth", f"more.{number}")
                said = {
                    "sealed": case.vault.seal_value(entry_place(form, key, None), TEXT),
                    "saved_at": now(),
                }
                Entry.objects.create(case=case, form=form, key=key, revision=1, **said)
    client, taken = client_of(SCHOOL), {True: [], False: []}
    for turn in range(2 * ROUNDS):
        is_plain = bool(turn % 2)
        with plain() if is_plain else as_it_is():
            taken[is_plain].append(ask(client, f"/dossiers/{(bare if is_plain else sealed).pk}/"))
    return median(taken[False]), median(taken[True])


def ask(client, path: str) -> float:
    begin = time.perf_counter()
    answer = client.get(path)
    taken = (time.perf_counter() - begin) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return taken


@contextmanager
def as_it_is():
    yield


@contextmanager
def plain():
    """Every vault of a case keeps what it is given, and gives what it keeps; the log stays as it is."""
    from dekkend.cases.models import Case
    from dekkend.core.encryption import DataKey

    class Plain(DataKey):
        def seal(self, place, content):
            return content

        def open(self, place, sealed):
            return bytes(sealed)

    was = Case.__dict__["vault"]
    Case.vault = property(lambda case: Plain(case.owner, b""), lambda case, key: None)
    try:
        yield
    finally:
        Case.vault = was


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    match sys.argv[1:]:
        case ["make", number]:
            make(int(number))
        case ["expire", number]:
            expire(int(number))
        case ["destroy"]:
            print(destroy())
        case ["prove"]:
            print(prove())
        case ["half"]:
            print(*half())
        case ["list"]:
            print(*work_list())
        case ["open", fields]:
            print(*open_file(int(fields)))
