"""The files of the fictional schools: ours, readable, and each with a character of its own."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from django.conf import settings

from dekkend.demo.people import demo_people
from dekkend.demo.region import all_posts, read_region, read_schools
from dekkend.organisations.models import CASE_ROLES, Role
from dekkend.questionnaires.loader import read_definition

SCHOOLS = read_schools()
PROSE = (
    "mission", "signalling", "inspection.explanation", "inspection.improvement", "hgw.explanation",
    "additional", "extra.with_arrangement", "extra.referral", "ambitions.team",
)  # fmt: skip
IDS = [school.name for school in SCHOOLS]


def prose_of(school):
    """Every longer text a school wrote, its earlier profile too."""
    written = [school.answers.get(key, "") for key in PROSE]
    written += (school.earlier or {}).values() if school.earlier else []
    for ambitions in ("ambitions.support", "ambitions.instead_of_referral"):
        written += [ambition["text"] for ambition in school.answers[ambitions]]
    return "\n\n".join(text for text in written if isinstance(text, str))


def sentences_of(text):
    plain = re.sub(r"[*“”]|^- |^\d\. ", "", text, flags=re.MULTILINE)
    return [part.strip() for part in re.split(r"(?<=[.!?:])\s+|\n+", plain) if part.strip()]


def words_of(sentence):
    return re.findall(r"\w[\w'-]*", sentence.lower())


def editions():
    return [
        read_definition(settings.DEFINITIONS / "passenderwijs" / f"{name}.toml") for name in ("2017", "2021")
    ]


@pytest.mark.parametrize("school", SCHOOLS, ids=IDS)
def test_a_school_says_enough(school):
    assert 350 <= len(words_of(prose_of(school))) <= 800


@pytest.mark.parametrize("school", SCHOOLS, ids=IDS)
def test_sentences_are_short(school):
    lengths = [len(words_of(sentence)) for sentence in sentences_of(prose_of(school))]
    assert sum(lengths) / len(lengths) <= 15
    assert max(lengths) <= 22


def test_no_two_schools_share_a_sentence():
    schools_with = defaultdict(set)
    for school in SCHOOLS:
        for sentence in sentences_of(prose_of(school)):
            if len(words_of(sentence)) > 8:
                schools_with[tuple(words_of(sentence))].add(school.name)
    assert [names for names in schools_with.values() if len(names) > 1] == []


def test_no_two_missions_or_ways_to_notice_are_alike():
    for key in ("mission", "signalling", "additional"):
        openings = sorted(words_of(school.answers[key])[:5] for school in SCHOOLS)
        assert [pair for pair in pairwise(openings) if pair[0] == pair[1]] == []


def test_every_key_in_a_file_is_a_question():
    asked = {question.key for edition in editions() for question in edition.questions}
    written = {key for school in SCHOOLS for part in (school.answers, school.needs) for key in part}
    written |= {key for school in SCHOOLS for key in school.earlier or {}}
    written |= {key for school in SCHOOLS for key in (*school.lacks, *(school.fault or {}))}
    assert written - asked == set()


def test_every_need_of_the_region_is_spoken_about_somewhere():
    listed = {need.key for need in editions()[1].needs}
    used = {need for school in SCHOOLS for needs in school.needs.values() for need in needs}
    assert used == listed


def test_codes_and_numbers_are_outside_the_real_ones():
    assert all(school.code.startswith("90") for school in SCHOOLS)
    assert all(board["number"].startswith("9000") for board in read_region()["boards"])
    assert all(school.phone.startswith("0000") for school in SCHOOLS)
    assert all(school.postcode.startswith("349") for school in SCHOOLS)


def test_places_differ():
    assert len({school.code for school in SCHOOLS}) == 24
    assert len({school.name for school in SCHOOLS}) == 24
    assert len({(school.latitude, school.longitude) for school in SCHOOLS}) == 24
    assert len({(school.postcode, school.house_number) for school in SCHOOLS}) == 24


def test_people_have_addresses_of_their_own_in_rietland():
    names = {post.name for post in all_posts()}
    addresses = {post.email for post in all_posts()}
    assert len(names) == len(addresses)
    assert all(re.fullmatch(r"[a-z.'-]+@rietland\.example", address) for address in addresses)


def test_one_person_of_each_role_is_shown():
    people = demo_people()
    assert [person.role for person in people] == [
        Role.HEAD_TEACHER.label,
        Role.SUPPORT_COORDINATOR.label,
        Role.TEACHER.label,
        Role.MR_STAFF.label,
        Role.MR_PARENT.label,
        Role.MR_SECRETARY.label,
        Role.MANDATED_HEAD.label,
        Role.BOARD_MEMBER.label,
        Role.SIGNATORY.label,
        Role.PARTNERSHIP_STAFF.label,
        Role.SUPPORT_COORDINATOR.label,  # of a school with files of children
        *(role.label for role in CASE_ROLES),
        Role.HEAD_TEACHER.label,  # of a special school, that fetches a declaration
    ]
    assert people[4].email == "samira.oumar@rietland.example"
    assert people[4].place == "De Zeepkist"
