"""The language of conditions: what holds when, and what cannot be read."""

import pytest

from dekkend.questionnaires.conditions import ConditionError, parse

ANSWERS = {
    "framework": "2021",
    "op2": "onvoldoende",
    "safe": False,
    "open": True,
    "needs": ["dyslexia", "quiet"],
    "pupils": 184,
    "counted": {"number": 40, "year": 2025},
    "none": 0,
    "text": "Ja",
    "protocol": {"checked": False, "text": "oud"},
    "tracking": {"checked": True, "text": ""},
    "empty": [],
    "inspection.op3": "goed",
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("framework is 2021", True),
        ('framework is "2021"', True),
        ("framework is 2017", False),
        ("op2 is not goed", True),
        ("op2 is not onvoldoende", False),
        ("unknown is goed", False),
        ("unknown is not goed", True),
        ("op2 in [goed, onvoldoende]", True),
        ("op2 in [goed]", False),
        ("op2 not in [goed]", True),
        ("unknown not in [goed]", True),
        ("safe is no", True),
        ("safe is yes", False),
        ("open is yes", True),
        ("open is 1", False),
        ("unknown is no", False),
        ("needs includes quiet", True),
        ("needs includes care", False),
        ("unknown includes care", False),
        ("pupils >= 184", True),
        ("pupils > 184", False),
        ("pupils <= 184", True),
        ("pupils < 184", False),
        ("pupils is 184", True),
        ("pupils in [183, 184]", True),
        ("counted < 41", True),
        ("counted is 40", True),
        ("unknown < 41", False),
        ("unknown >= 0", False),
        ("pupils > -1", True),
        ("text", True),
        ("none", True),
        ("safe", False),
        ("open", True),
        ("empty", False),
        ("unknown", False),
        ("protocol", False),
        ("tracking", True),
        ("not protocol", True),
        ("inspection.op3 is goed", True),
        ("open and safe or text", True),
        ("open and (safe or unknown)", False),
        ("text or open and safe", True),
        ("not open or text", True),
        ("not (open or text)", False),
        ("not not open", True),
    ],
)
def test_it_holds(text, holds):
    assert parse(text).holds(ANSWERS) is holds


def test_it_names_the_questions_it_looks_at():
    assert parse("a is b and (c.d or not e > 3)").keys == {"a", "c.d", "e"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "hier ontbreekt een vraag"),
        ("op2 is", "hier ontbreekt een waarde"),
        ("op2 is and", "«and» is geen waarde"),
        ("is goed", "«is» is geen vraag"),
        ('"op2" is goed', '«"op2"» is geen vraag'),
        ("Op2 is goed", "«Op2» is geen vraag"),
        ("9x is goed", "«9x» is geen vraag"),
        ("op2 is goed goed", "«goed» staat op een plek waar niets meer kan staan"),
        ("op2 in goed", "hier hoort «[»"),
        ("op2 in []", "«]» is geen waarde"),
        ("op2 in [goed", "hier hoort «]»"),
        ("op2 in [goed, ]", "«]» is geen waarde"),
        ("op2 not goed", "hier hoort «in»"),
        ("(op2 is goed", "hier hoort «)»"),
        ("op2 is goed)", "«)» staat op een plek waar niets meer kan staan"),
        ("pupils < veel", "«veel» is geen getal"),
        ("pupils < yes", "«yes» is geen getal"),
        ("op2 = goed", "«= goed» is niet te lezen"),
        ("op2; drop", "«; drop» is niet te lezen"),
        ("op2 and", "hier ontbreekt een vraag"),
        ("(" * 30 + "op2" + ")" * 30, "dit zijn te veel haakjes in elkaar"),
    ],
)
def test_a_fault_says_where_it_went_wrong(text, fault):
    with pytest.raises(ConditionError) as wrong:
        parse(text)
    assert str(wrong.value) == fault
