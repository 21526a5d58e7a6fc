"""The words of a confirm page for each act of school and Loket: what happens, and what is told to whom."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    title: str
    happens: tuple[str, ...]
    told: str
    is_final: bool = True


STEPS = {
    "talk_inside": Words(
        "Bespreek het eerst binnen de school",
        (
            "Alleen de directeur, de intern begeleider en wie u kiest binnen de school zien het dossier.",
            "Ouders en Loket merken niets.",
        ),
        "Het dossier staat op gesprek binnen de school.",
        is_final=False,
    ),
    "end_talk": Words(
        "Ga verder met schrijven",
        ("Wat u binnen de school noteerde, blijft binnen de school.",),
        "U kunt verder schrijven.",
        is_final=False,
    ),
    "share_with_parents": Words(
        "Deel het dossier met de ouders",
        (
            "Elke ouder die mag meelezen, krijgt een mail met een eigen link.",
            "Met een code komt de ouder binnen.",
            "De ouders lezen wat u schreef, en schrijven hun eigen deel.",
            "Zij zeggen wat zij van de aanvraag vinden.",
            "Verandert u daarna de aanvraag? Dan vraagt u het opnieuw.",
        ),
        "De ouders krijgen een mail met hun link.",
        is_final=False,
    ),
    "take_back_from_parents": Words(
        "Haal het dossier terug om te veranderen",
        ("De ouders krijgen bericht en lezen waarom.", "Wat zij schreven, blijft staan."),
        "Het dossier is terug bij u.",
        is_final=False,
    ),
    "send": Words(
        "Verstuur de aanvraag naar het Loket",
        (
            "Het Loket ziet alles, behalve wat binnen de school blijft.",
            "De termijn begint vandaag. U en de ouders zien tot wanneer.",
            "U kunt daarna niets meer veranderen, tenzij het Loket iets vraagt.",
        ),
        "De aanvraag is verstuurd.",
    ),
    "withdraw_request": Words(
        "Trek de aanvraag in",
        (
            "Er komt geen besluit.",
            "De ouders krijgen bericht.",
            "Wilt u later toch hulp? Begin een nieuw dossier.",
        ),
        "De aanvraag is ingetrokken.",
    ),
    "make_urgent": Words(
        "Vraag om spoed",
        ("Het dossier komt bij het Loket bovenaan.", "Het Loket krijgt meteen een mail."),
        "Voor dit dossier is spoed gevraagd.",
    ),
    "ask_school": Words(
        "Vraag de school iets",
        (
            "De school krijgt een mail en leest uw vraag in het dossier. De ouders lezen die vraag ook.",
            "De termijn staat stil tot de school antwoordt, en hoogstens tot de dag die u kiest.",
        ),
        "De vraag is gesteld.",
    ),
    "ask_parents_again": Words(
        "Vraag de ouders opnieuw wat zij vinden",
        (
            "Wie geen ja zei tegen de aanvraag zoals zij nu is, krijgt een mail met de eigen link.",
            "Schrijf eerst alles af. Verandert u daarna nog iets? Dan vraagt u het weer.",
            "Zegt iedereen ja? Dan stuurt u uw antwoord naar het Loket.",
        ),
        "De ouders krijgen een mail.",
        is_final=False,
    ),
    "answer_desk": Words(
        "Stuur uw antwoord naar het Loket",
        (
            "Het Loket leest uw antwoord en wat u aanvulde.",
            "Veranderde u de aanvraag? Dan zeggen de ouders er eerst opnieuw ja tegen.",
            "De termijn loopt weer.",
        ),
        "Uw antwoord is verstuurd.",
    ),
    "go_on_unanswered": Words(
        "Ga verder zonder antwoord van de school",
        (
            "De dag waarop de school kon antwoorden, is voorbij. Sindsdien loopt de termijn weer (Awb 4:15).",
            "U werkt verder met wat er in het dossier staat. De school kan niets meer aanvullen.",
            "School en ouders krijgen bericht.",
        ),
        "Het dossier ligt weer bij het Loket.",
    ),
    "accept": Words(
        "Neem de aanvraag in behandeling",
        ("U zegt dat alles er is.", "School en ouders krijgen bericht.", "U wordt de behandelaar."),
        "U behandelt deze aanvraag.",
    ),
    "map_needs": Words(
        "Wat heeft dit kind nodig?",
        ("U kiest uit de lijst van de regio. Zo ziet u ernaast wat de school daar zelf al voor doet.",),
        "De behoeften staan in het dossier.",
        is_final=False,
    ),
    "plan_talk": Words(
        "Plan een gesprek of een observatie",
        ("School en ouders zien het in het dossier.",),
        "Het staat in het dossier.",
        is_final=False,
    ),
    "extend_term": Words(
        "Neem meer tijd voor het besluit",
        ("School en ouders krijgen bericht en lezen waarom (Awb 4:14).",),
        "De termijn is verlengd.",
    ),
    "award_by_desk": Words(
        "Ken de hulp toe",
        ("School en ouders krijgen een brief met het besluit en de redenen.",),
        "De hulp is toegekend.",
    ),
    "refuse_by_desk": Words(
        "Wijs de aanvraag af",
        ("School en ouders krijgen een brief met de redenen, en wat zij kunnen doen.",),
        "De aanvraag is afgewezen.",
    ),
    "put_on_agenda": Words(
        "Zet het dossier op de lijst van de CTC",
        ("De secretaris van de CTC krijgt bericht en kiest een vergadering.",),
        "Het dossier staat op de lijst van de CTC.",
        is_final=False,
    ),
    "evaluate": Words(
        "Leg de evaluatie vast",
        (
            "De ouders en het Loket lezen wat u hier invult.",
            "Daarna kunt u verlenging vragen, of de hulp afronden.",
        ),
        "De evaluatie staat in het dossier.",
    ),
    "ask_extension": Words(
        "Vraag verlenging van deze hulp",
        ("De ouders zeggen opnieuw wat zij vinden.", "Daarna verstuurt u de aanvraag naar het Loket."),
        "De ouders krijgen een mail. Daarna kunt u versturen.",
    ),
    "pass_on": Words(
        "Ga verder met andere hulp",
        (
            "Dit dossier gaat dicht. Er komt een nieuw dossier voor hetzelfde kind.",
            "Wat school, ouders en kind in het groeidocument schreven, gaat mee, met hun bijlagen daar.",
            "Wat bij de oude aanvraag hoort, blijft in dit dossier: ook stukken en antwoorden op papier.",
            "De ouders krijgen een nieuwe link als u het nieuwe dossier deelt.",
        ),
        "U bent in het nieuwe dossier. Schrijf nu de aanvraag.",
    ),
    "end": Words(
        "Rond de hulp af",
        ("De ouders krijgen bericht.", "Het dossier gaat dicht, en wordt na de bewaartermijn vernietigd."),
        "De hulp is afgerond.",
    ),
    "put_on_hold": Words(
        "Bewaar dit dossier langer",
        (
            "Het dossier wordt niet vernietigd, ook niet na de laatste dag van zijn termijn.",
            "Doe dit bij een bezwaar of een klacht. Uw reden blijft verzegeld in het dossier.",
            "Het blijft zo tot het Loket of de functionaris gegevensbescherming het vrijgeeft.",
        ),
        "Dit dossier wordt langer bewaard.",
        is_final=False,
    ),
    "release": Words(
        "Laat dit dossier weer vernietigen als het tijd is",
        (
            "Het dossier wordt vernietigd na de laatste dag van zijn termijn.",
            "Is die dag al voorbij? Dan hebt u nog een maand.",
        ),
        "Dit dossier wordt niet langer bewaard dan de regel zegt.",
        is_final=False,
    ),
}

# Where what is asked is an extension of help that runs.
OF_EXTENSION = {
    "withdraw_request": Words(
        "Trek de vraag om verlenging in",
        (
            "Er komt geen besluit over verlenging.",
            "De hulp van nu loopt door tot haar laatste dag.",
            "De ouders krijgen bericht.",
        ),
        "De vraag om verlenging is ingetrokken. De hulp van nu loopt door.",
    ),
    "refuse_by_desk": Words(
        "Wijs de verlenging af",
        (
            "School en ouders krijgen een brief met de redenen, en wat zij kunnen doen.",
            "De hulp van nu loopt door tot haar laatste dag.",
        ),
        "De verlenging is afgewezen. De hulp van nu loopt door.",
    ),
}


def words_of(act: str, *, is_extension: bool) -> Words:
    """Of the acts that have words of their own for an extension, those."""
    return OF_EXTENSION.get(act, STEPS[act]) if is_extension else STEPS[act]
