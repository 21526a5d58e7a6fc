"""Who and where: partnership, board, school, site; user, session, and membership (a role at a place)."""

from hashlib import sha256
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop

from dekkend.organisations.concepts import Concept, concept_in_words
from dekkend.organisations.denominations import denomination_in_words
from dekkend.organisations.managers import SessionManager, UserManager


class Partnership(models.Model):
    """A samenwerkingsverband: regional, or national for one denomination."""

    code = models.CharField(max_length=6, unique=True, validators=[RegexValidator(r"^PO\d{4}$")])
    name = models.CharField(max_length=200)
    is_national = models.BooleanField(default=False)
    website = models.URLField(blank=True)
    support_point_name = models.CharField(max_length=200, blank=True)
    support_point_phone = models.CharField(max_length=20, blank=True)
    support_point_email = models.EmailField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def support_point(self) -> str:
        """What its help for parents and children is called: by its own name, else by that of all of them."""
        return self.support_point_name or "ouder- en jeugdsteunpunt"


COLOURS = ("pen", "pen_deep", "margin")
SCHEMES = {"light": "", "dark": "_dark"}  # the name of a scheme, and how its colour fields end


def _all_colours(value: str) -> Q:
    return Q(**{name + end: value for end in SCHEMES.values() for name in COLOURS})


def _any_colour(value: str) -> Q:
    return Q(*[(name + end, value) for end in SCHEMES.values() for name in COLOURS], _connector=Q.OR)


class Face(models.Model):
    """How a partnership shows itself to parents: name, colours, logo, texts, contact, address.

    What is left empty is as it is in Dekkend itself. Colours come in full or not at all: light and dark.
    """

    class Accessibility(models.TextChoices):
        A = "A", "voldoet volledig"
        B = "B", "voldoet gedeeltelijk"
        C = "C", "eerste maatregelen genomen"
        D = "D", "voldoet niet"

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="face")
    revision = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=60, blank=True)
    pen = models.CharField(max_length=7, blank=True)
    pen_deep = models.CharField(max_length=7, blank=True)
    margin = models.CharField(max_length=7, blank=True)
    pen_dark = models.CharField(max_length=7, blank=True)
    pen_deep_dark = models.CharField(max_length=7, blank=True)
    margin_dark = models.CharField(max_length=7, blank=True)
    welcome = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    footer = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_address = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list)
    domain = models.CharField(max_length=253, unique=True, null=True)  # noqa: DJ001  unique, so none is no value
    accessibility = models.CharField(max_length=1, choices=Accessibility, default=Accessibility.C)
    accessibility_on = models.DateField(null=True)
    accessibility_report = models.URLField(blank=True)
    logo_hash = models.CharField(max_length=12, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="colours_in_full_or_none", condition=_all_colours("") | ~_any_colour("")
            ),
        ]

    def __str__(self):
        return self.name or self.partnership.name

    def colours(self, scheme: str) -> dict[str, str]:
        """{role in tokens.css: colour} of a scheme; empty when the colours are Dekkend's own."""
        found = {name.replace("_", "-"): getattr(self, name + SCHEMES[scheme]) for name in COLOURS}
        return found if self.pen else {}

    @property
    def style_hash(self) -> str:
        """Names the sheet with these colours, which may then be kept forever; empty without colours."""
        written = repr([sorted(self.colours(scheme).items()) for scheme in SCHEMES])
        return sha256(written.encode()).hexdigest()[:12] if self.pen else ""


class FaceLogo(models.Model):
    """The picture itself, apart: pages need only its size and its address."""

    face = models.OneToOneField(Face, models.CASCADE, related_name="logo")
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)


class Board(models.Model):
    """A bevoegd gezag, by its five-digit number."""

    number = models.CharField(max_length=5, unique=True, validators=[RegexValidator(r"^\d{5}$")])
    name = models.CharField(max_length=200, blank=True)
    chamber_of_commerce = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return self.name or f"Bestuur {self.number}"


class School(models.Model):
    """An institution with a BRIN; it has one or more sites."""

    brin = models.CharField(max_length=4, unique=True, validators=[RegexValidator(r"^\d{2}[A-Z]{2}$")])
    board = models.ForeignKey(Board, models.PROTECT, related_name="schools", null=True)

    class Meta:
        ordering = ["brin"]

    def __str__(self):
        return self.brin


class Site(models.Model):
    """A vestiging: where children go to school. Its code is BRIN + two digits."""

    class Kind(models.TextChoices):
        BO = "BO", gettext_noop("basisschool")
        SBO = "SBO", gettext_noop("school voor speciaal basisonderwijs")
        SO = "SO", gettext_noop("school voor speciaal onderwijs")
        VSO = "VSO", gettext_noop("school voor voortgezet speciaal onderwijs")
        SO_VSO = "SO/VSO", gettext_noop("school voor (voortgezet) speciaal onderwijs")

    code = models.CharField(max_length=6, unique=True, validators=[RegexValidator(r"^\d{2}[A-Z]{2}\d{2}$")])
    school = models.ForeignKey(School, models.PROTECT, related_name="sites")
    partnerships = models.ManyToManyField(Partnership, through="SitePartnership", related_name="sites")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=Kind)
    denomination = models.CharField(max_length=80, blank=True)
    concept = models.CharField(max_length=20, choices=Concept, blank=True)  # no import writes it
    street = models.CharField(max_length=100, blank=True)
    house_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=7, blank=True)
    city = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    province = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    website = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "code"]

    def __str__(self):
        return self.name

    @property
    def kind_in_words(self) -> str:
        """What kind of school this is, in the reader's language."""
        kind = self.get_kind_display()
        return gettext(kind)

    @property
    def denomination_in_words(self) -> str:
        return denomination_in_words(self.denomination)

    @property
    def concept_in_words(self) -> str:
        return concept_in_words(self.concept)


class SitePartnership(models.Model):
    """A site lies in a partnership from a day, until a day."""

    site = models.ForeignKey(Site, models.CASCADE)
    partnership = models.ForeignKey(Partnership, models.PROTECT)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "partnership"], name="site_once_in_a_partnership"),
        ]


class PupilCount(models.Model):
    """Pupils at a site on 1 October of a year; the register prints fewer than five as `<5`."""

    # The constraint below is an index on the site already.
    site = models.ForeignKey(Site, models.CASCADE, related_name="pupil_counts", db_index=False)
    year = models.PositiveSmallIntegerField()
    pupils = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="one_count_a_year")]

    def __str__(self):
        return "<5" if self.pupils is None else str(self.pupils)


class PostcodeArea(models.Model):
    """The middle of all addresses with the same four figures, in degrees."""

    figures = models.CharField(primary_key=True, max_length=4)
    latitude = models.FloatField()
    longitude = models.FloatField()


class Municipality(models.Model):
    """A municipality and its border: rings of [longitude, latitude], holes among them."""

    code = models.CharField(primary_key=True, max_length=4)
    name = models.CharField(max_length=80)
    rings = models.JSONField()


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self):
        return self.name


class UserSession(AbstractBaseSession):
    """A session that knows its user in a column, so that one query can join session, user and role."""

    user = models.ForeignKey(User, models.CASCADE, null=True)
    auth_hash = models.CharField(max_length=128, blank=True)
    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls):
        from dekkend.organisations.sessions import SessionStore  # the store imports this model

        return SessionStore


class Role(models.TextChoices):
    HEAD_TEACHER = "head_teacher", gettext_noop("directeur")
    SUPPORT_COORDINATOR = "support_coordinator", gettext_noop("intern begeleider")
    TEACHER = "teacher", gettext_noop("leerkracht")
    MR_STAFF = "mr_staff", gettext_noop("personeel in de MR")
    MR_PARENT = "mr_parent", gettext_noop("ouder in de MR")
    MR_SECRETARY = "mr_secretary", gettext_noop("secretaris van de MR")
    MANDATED_HEAD = "mandated_head", gettext_noop("directeur met mandaat van het bestuur")
    BOARD_MEMBER = "board_member", gettext_noop("bestuurder")
    SIGNATORY = "signatory", gettext_noop("gemandateerde van het bestuur")
    PARTNERSHIP_STAFF = "partnership_staff", gettext_noop("medewerker van het samenwerkingsverband")
    SERVICE_DESK = "service_desk", gettext_noop("medewerker van het Loket")
    COMMITTEE_SECRETARY = "committee_secretary", gettext_noop("secretaris van de CTC")
    COMMITTEE_MEMBER = "committee_member", gettext_noop("lid van de CTC")
    EXPERT = "expert", gettext_noop("deskundige")
    PRIVACY_OFFICER = "privacy_officer", gettext_noop("functionaris gegevensbescherming")
    # Nobody's membership: who has authority over one child, in that child's file only.
    PARENT = "parent", gettext_noop("ouder of voogd")


MR_ROLES = (Role.MR_STAFF, Role.MR_PARENT, Role.MR_SECRETARY)
SCHOOL_ROLES = (
    Role.HEAD_TEACHER,
    Role.SUPPORT_COORDINATOR,
    Role.TEACHER,
    *MR_ROLES,
    Role.MANDATED_HEAD,
)
BOARD_ROLES = (Role.BOARD_MEMBER, Role.SIGNATORY)
# At a partnership, about single children: they have nothing to do with what a school writes about itself.
CASE_ROLES = (
    Role.SERVICE_DESK,
    Role.COMMITTEE_SECRETARY,
    Role.COMMITTEE_MEMBER,
    Role.EXPERT,
    Role.PRIVACY_OFFICER,
)
PARTNERSHIP_ROLES = (Role.PARTNERSHIP_STAFF, *CASE_ROLES)
# Who signs for the board: for all its schools, or a head teacher with a mandate for one (WPO 31).
SIGNING_ROLES = (*BOARD_ROLES, Role.MANDATED_HEAD)


ROLE_FITS_PLACE = (
    Q(role__in=SCHOOL_ROLES, site__isnull=False, board__isnull=True, partnership__isnull=True)
    | Q(role__in=BOARD_ROLES, site__isnull=True, board__isnull=False, partnership__isnull=True)
    | Q(role__in=PARTNERSHIP_ROLES, site__isnull=True, board__isnull=True, partnership__isnull=False)
)


class Membership(models.Model):
    """One role at one place: a site, a board or a partnership. It ends on its date."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="memberships")
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="memberships")
    partnership = models.ForeignKey(Partnership, models.CASCADE, null=True, related_name="memberships")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="role_fits_place", condition=ROLE_FITS_PLACE),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
            ),
        ]

    @property
    def place(self):
        return self.site or self.board or self.partnership


class Invitation(models.Model):
    """A role offered by mail. Only the hash of the link's token is kept; the first one has no inviter."""

    email = models.EmailField()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role)
    site = models.ForeignKey(Site, models.CASCADE, null=True)
    board = models.ForeignKey(Board, models.CASCADE, null=True)
    partnership = models.ForeignKey(Partnership, models.CASCADE, null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["invited_at"]
        constraints = [models.CheckConstraint(name="offered_role_fits_place", condition=ROLE_FITS_PLACE)]

    def __str__(self):
        return f"{self.name}, {self.get_role_display()}"

    @property
    def place(self):
        return self.site or self.board or self.partnership


class Tally(models.Model):
    """How often something happened in its last span of time, which `ends` (seconds since 1970)."""

    what = models.CharField(primary_key=True, max_length=64)
    span = models.BigIntegerField()
    number = models.PositiveIntegerField()
    ends = models.BigIntegerField()
