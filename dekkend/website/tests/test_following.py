"""Ask, say yes by mail, hear at most weekly, stop at once; with every link that does not work."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import IntegrityError
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.core.mail import deliver
from dekkend.profiles.models import Version
from dekkend.website.following import actions, links
from dekkend.website.following.searching import normalised
from dekkend.website.models import Subscription
from dekkend.website.tests.filling_in import filled

pytestmark = pytest.mark.django_db
PAGE, ASKED = "/scholen/99AB00/volgen/", "/volgen/verstuurd/"
EMAIL = "ouder@example.org"
WEEK = timedelta(days=7)


def mails() -> list[dict]:
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver").order_by("enqueued_at")
    return [task.args_kwargs["kwargs"] for task in tasks if task.args_kwargs["kwargs"].get("headers")]


def link(mail: dict, name: str) -> str:
    return re.search(rf"http://localhost:8000(/volgen/{name}/\S+)", mail["body"])[1]


def words_of(answer) -> str:
    return answer.content.decode()


def following(site=None, query="", email=EMAIL, told=WEEK) -> Subscription:
    """Someone who said yes a while ago."""
    then = now() - told
    facts = {"asked_at": then, "confirmed_at": then, "told_at": then}
    return Subscription.objects.create(email=email, site=site, query=query, **facts)


class TestAskingAndSayingYes:
    def test_nothing_begins_before_the_owner_of_the_address_said_yes(self, client, site):
        answer = client.post(PAGE, filled(email=" Ouder@Example.org "))
        assert (answer.status_code, answer["Location"]) == (302, ASKED)
        assert "Kijk in uw mail" in words_of(client.get(ASKED))
        asked = Subscription.objects.get()
        assert (asked.email, asked.site, asked.confirmed_at) == (EMAIL, site, None)
        (mail,) = mails()
        assert (mail["to"], mail["subject"]) == (EMAIL, "Wilt u op de hoogte blijven?")
        assert "De Regenton in Oudveen" in mail["body"]
        yes = link(mail, "ja")
        assert "Klopt dit?" in words_of(client.get(yes))
        assert Subscription.objects.get().confirmed_at is None  # a program that looks at mail changes nothing
        assert "U hoort het als er iets nieuws is" in words_of(client.post(yes))
        assert Subscription.objects.get().confirmed_at
        assert not client.cookies

    def test_saying_yes_twice_is_saying_it_once(self, client, site):
        client.post(PAGE, filled(email=EMAIL))
        yes = link(mails()[0], "ja")
        client.post(yes)
        before = Subscription.objects.get().confirmed_at
        assert client.post(yes).status_code == 200
        assert Subscription.objects.get().confirmed_at == before

    def test_asking_again_soon_sends_no_second_mail(self, client, site):
        for _ in range(3):
            assert client.post(PAGE, filled(email=EMAIL))["Location"] == ASKED
        assert len(mails()) == 1

    def test_who_follows_already_hears_that_and_nobody_else_does(self, client, site):
        following(site)
        answer = client.post(PAGE, filled(email=EMAIL))
        assert answer["Location"] == ASKED
        assert [mail["subject"] for mail in mails()] == ["U volgt dit al"]
        assert Subscription.objects.count() == 1

    def test_nobody_fills_the_mailbox_of_another(self, site):
        for number in range(8):
            actions.ask_to_follow(email=EMAIL, site=None, query=f"zoek={number}", at=now())
        assert Subscription.objects.count() == len(mails()) == 5

    def test_not_by_asking_every_hour_either(self, site):
        for hour in range(0, 24, 2):
            actions.ask_to_follow(email=EMAIL, site=site, query="", at=now() + timedelta(hours=hour))
        assert len(mails()) == actions.MOST_A_DAY
        actions.ask_to_follow(email="een.ander@example.org", site=site, query="", at=now())
        assert mails()[-1]["to"] == "een.ander@example.org"

    def test_not_by_stopping_in_between_either(self, site, monkeypatch):
        sent = []
        monkeypatch.setattr(actions, "send_mail_on_commit", lambda *mail, **more: sent.append(mail))
        for _ in range(actions.MOST_A_DAY + 3):
            actions.ask_to_follow(email=EMAIL, site=site, query="", at=now())
            actions.leave(pk=Subscription.objects.get().pk)
        assert len(sent) == actions.MOST_A_DAY

    def test_a_search_is_followed_by_its_address(self, client, site):
        page = words_of(client.get("/volgen/?pagina=3&zoek=+de++regenton+"))
        assert "Het gaat om de scholen die u vindt met: de regenton." in page
        client.post("/volgen/?pagina=3&zoek=+de++regenton+", filled(email=EMAIL))
        assert Subscription.objects.get().query == "zoek=de+regenton"
        (mail,) = mails()
        assert "een zoekvraag op onze site" in mail["body"]
        assert "de zoekvraag “de regenton”" in words_of(client.get(link(mail, "ja")))

    def test_nobody_sends_words_of_their_own_to_another(self, client, site):
        """Before the owner of an address said yes, the mail holds nothing that someone else typed."""
        client.post("/volgen/?zoek=uw+geld+ligt+op+kwaad.example&nodig=bel+0900", filled(email=EMAIL))
        (mail,) = mails()
        assert "kwaad" not in mail["body"]
        assert "0900" not in mail["body"]

    def test_two_clicks_at_the_same_moment_are_one_question(self, site, monkeypatch):
        """The other click saved its row after this one had looked for it."""

        def meanwhile(email):
            Subscription.objects.create(email=email, site=site, asked_at=now())
            return 0

        monkeypatch.setattr(actions, "_unanswered", meanwhile)
        actions.ask_to_follow(email=EMAIL, site=site, query="", at=now())
        assert Subscription.objects.count() == 1
        assert mails() == []  # the other click sends it

    @pytest.mark.parametrize(
        ("sent", "status", "words"),
        [
            ({"email": ""}, 422, "Vul uw e-mailadres in."),
            ({"email": "ouder@"}, 422, "Dit is geen e-mailadres."),
            ({"email": "a" * 10_000 + "@example.org"}, 422, "Dit is geen e-mailadres."),
            ({"email": "ouder@example.org\nBcc: ander@example.org"}, 422, "Dit is geen e-mailadres."),
            ({"email": EMAIL, "homepage": "x"}, 422, "Laat dit veld leeg."),
            ({"email": EMAIL, "ticket": "verzonnen"}, 422, "Dit formulier klopt niet meer."),
        ],
    )
    def test_bad_input(self, client, site, sent, status, words):
        answer = client.post(PAGE, filled(**sent) | sent)
        assert answer.status_code == status
        assert words in words_of(answer)
        assert not Subscription.objects.exists()
        assert mails() == []

    def test_too_many_from_one_address_of_the_internet(self, client, site):
        for number in range(20):
            client.post(PAGE, filled(email=f"ouder{number}@example.org"))
        answer = client.post(PAGE, filled(email="een.meer@example.org"))
        assert answer.status_code == 429
        assert "een.meer@example.org" in words_of(answer)
        assert Subscription.objects.count() == 20

    def test_a_school_that_is_not_there(self, client, site):
        assert client.get("/scholen/00ZZ00/volgen/").status_code == 404


class TestInTheLanguageOfTheReader:
    def test_the_mail_and_where_it_leads_to(self, client, site):
        client.post(f"/tr{PAGE}", filled(email=EMAIL))
        (mail,) = mails()
        assert mail["subject"] == "Haberdar olmak ister misiniz?"
        assert "takip etmek için bu e-posta adresini yazdı: De Regenton, Oudveen." in mail["body"]
        yes, stop = re.findall(r"http://localhost:8000(\S+)", mail["body"])
        for path in (yes, stop):
            assert path.startswith("/tr/volgen/")
            assert '<html lang="tr"' in words_of(client.get(path))
        client.post(stop)
        assert not mails()

    def test_the_news(self, client, site, version, bring):
        followed = following(site)
        Subscription.objects.update(language="tr")
        bring(version, "published")
        actions.send_news(at=now())
        (mail,) = mails()
        assert mail["subject"] == "Yeni bir şey var: De Regenton"
        assert (
            "- De Regenton, Oudveen: yeni bir metin\n  http://localhost:8000/tr/scholen/99AB00/"
            in mail["body"]
        )
        client.post(mail["headers"]["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000"))
        assert not Subscription.objects.filter(pk=followed.pk).exists()
        assert not mails()

    def test_who_said_yes_keeps_their_language_whoever_asks_again(self, client, site):
        following(site)
        client.post(f"/tr{PAGE}", filled(email=EMAIL))
        assert [mail["subject"] for mail in mails()] == ["U volgt dit al"]
        assert Subscription.objects.get().language == "nl"


class TestLinksThatDoNotWork:
    @pytest.mark.parametrize("name", ["ja", "stop"])
    @pytest.mark.parametrize("token", ["1", "1:verzonnen", "9999:AAAA:BBBB", "%00", "a" * 3000])
    def test_forged(self, client, site, name, token):
        followed = following(site)
        for answer in (client.get(f"/volgen/{name}/{token}/"), client.post(f"/volgen/{name}/{token}/")):
            assert answer.status_code == 404
            assert EMAIL not in words_of(answer)
        assert Subscription.objects.get().pk == followed.pk

    def test_one_kind_does_not_open_the_other(self, client, site):
        pk = Subscription.objects.create(email=EMAIL, site=site, asked_at=now()).pk
        stop = links.leave_url(pk).rstrip("/").rpartition("/")[2]
        assert client.post(f"/volgen/ja/{stop}/").status_code == 404
        assert Subscription.objects.get().confirmed_at is None

    def test_guessing_is_slowed_down(self, client):
        answers = [client.get(f"/volgen/stop/{number}:gok/").status_code for number in range(22)]
        assert answers == [404] * 20 + [429] * 2

    def test_expired(self, client, site, monkeypatch):
        client.post(PAGE, filled(email=EMAIL))
        yes = link(mails()[0], "ja")
        later = (now() + timedelta(days=8)).timestamp()
        monkeypatch.setattr(signing.time, "time", lambda: later)
        answer = client.post(yes)
        assert answer.status_code == 410
        assert "Deze link werkte 7 dagen." in words_of(answer)
        assert Subscription.objects.get().confirmed_at is None

    def test_saying_yes_to_what_was_stopped(self, client, site):
        client.post(PAGE, filled(email=EMAIL))
        yes, stop = (link(mails()[0], name) for name in ("ja", "stop"))
        client.post(stop)
        assert client.post(yes).status_code == 410
        assert not Subscription.objects.exists()


class TestStopping:
    def test_one_click_in_the_mail_program(self, client, site, version, bring):
        followed = following(site)
        bring(version, "published")
        actions.send_news(at=now())
        (mail,) = mails()
        assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        stop = mail["headers"]["List-Unsubscribe"].strip("<>")
        assert stop == links.leave_url(followed.pk)
        path = stop.removeprefix("http://localhost:8000")
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()
        assert not DBTaskResult.objects.filter(args_kwargs__kwargs__to=EMAIL).exists()

    def test_a_look_at_the_link_stops_nothing_and_a_second_time_is_fine(self, client, site):
        stop = links.leave_url(following(site).pk).removeprefix("http://localhost:8000")
        assert "Wilt u stoppen?" in words_of(client.get(stop))
        assert Subscription.objects.exists()
        for _ in range(2):
            assert "U krijgt hierover geen mail meer" in words_of(client.post(stop))
        assert "U krijgt hierover geen mail meer" in words_of(client.get(stop))

    def test_everything_at_once_and_nothing_of_others(self, client, site, other_site):
        first = following(site)
        following(other_site)
        following(site, email="ander@example.org")
        stop = links.leave_url(first.pk).removeprefix("http://localhost:8000")
        assert "Stop alles wat ik volg" in words_of(client.get(stop))
        client.post(stop, {"all": "1"})
        assert list(Subscription.objects.values_list("email", flat=True)) == ["ander@example.org"]

    def test_what_nobody_said_yes_to_is_gone_after_a_week(self, site):
        actions.ask_to_follow(email=EMAIL, site=site, query="", at=now())
        following(site, email="ander@example.org", told=timedelta(days=90))
        assert actions.forget_unconfirmed(at=now() + timedelta(days=6)) == 0
        assert actions.forget_unconfirmed(at=now() + timedelta(days=8)) == 1
        assert list(Subscription.objects.values_list("email", flat=True)) == ["ander@example.org"]
        assert not DBTaskResult.objects.filter(args_kwargs__kwargs__to=EMAIL).exists()


class TestHearing:
    def test_of_a_new_text_once(self, site, version, bring):
        following(site)
        assert actions.send_news(at=now()) == 0
        bring(version, "published")
        assert [actions.send_news(at=now()), actions.send_news(at=now())] == [1, 0]
        (mail,) = mails()
        assert mail["subject"] == "Iets nieuws bij De Regenton"
        assert "- De Regenton in Oudveen: een nieuwe tekst" in mail["body"]
        assert "http://localhost:8000/scholen/99AB00/" in mail["body"]

    def test_by_a_search_only_of_what_it_finds(self, site, other_site, version, bring):
        following(query="zoek=regenton")
        following(query="zoek=zeepkist", email="ander@example.org")
        bring(version, "published")
        assert actions.send_news(at=now()) == 1
        assert [mail["to"] for mail in mails()] == [EMAIL]

    def test_at_most_once_a_week_and_nothing_is_skipped(self, site, version, bring):
        followed = following(site, told=timedelta(days=2))
        bring(version, "published")
        assert actions.send_news(at=now()) == 0
        assert actions.send_news(at=now() + timedelta(days=5)) == 1
        followed.refresh_from_db()
        Version.objects.filter(pk=version.pk).update(published_at=now() + timedelta(days=6))
        assert actions.send_news(at=now() + timedelta(days=11)) == 0
        assert actions.send_news(at=now() + timedelta(days=12)) == 1

    def test_nothing_of_what_is_not_public(self, site, version, bring):
        following(site)
        bring(version, "established")
        assert actions.send_news(at=now()) == 0

    def test_nothing_before_yes(self, site, version, bring):
        actions.ask_to_follow(email=EMAIL, site=site, query="", at=now() - timedelta(days=6))
        bring(version, "published")
        DBTaskResult.objects.all().delete()
        assert actions.send_news(at=now() + timedelta(days=9)) == 0
        assert mails() == []

    def test_a_run_that_was_killed_goes_on_where_it_stopped(self, site, version, bring, monkeypatch):
        for number in range(5):
            following(site, email=f"ouder{number}@example.org")
        bring(version, "published")
        real, told = actions.news_for, []

        def dies(subscription, **moments):
            told.append(subscription.email)
            if len(told) == 3:
                raise KeyboardInterrupt
            return real(subscription, **moments)

        monkeypatch.setattr(actions, "news_for", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.send_news(at=now())
        monkeypatch.setattr(actions, "news_for", real)
        assert actions.send_news(at=now()) == 3
        assert sorted(mail["to"] for mail in mails()) == [f"ouder{number}@example.org" for number in range(5)]

    @pytest.mark.parametrize("number", [1, 3])
    def test_each_takes_a_fixed_number_of_queries(
        self,
        site,
        version,
        bring,
        number,
        django_assert_num_queries,
    ):
        for each in range(number):
            following(site, email=f"ouder{each}@example.org")
        with django_assert_num_queries(2 + 5 * number):
            actions.send_news(at=now())

    def test_the_calendar_does_it(self, site, version, bring, capsys):
        following(site)
        bring(version, "published")
        call_command("daily")
        told = capsys.readouterr().out
        for line in ("followers told: 1", "unconfirmed followers forgotten: 0", "feedback forgotten: 0"):
            assert line in told

    def test_the_headers_are_in_the_mail_itself(self, site, mailoutbox):
        actions.ask_to_follow(email=EMAIL, site=site, query="", at=now())
        deliver.func(**mails()[0])
        (sent,) = mailoutbox
        said = sent.message()
        assert said["List-Unsubscribe"].startswith("<http://localhost:8000/volgen/stop/")
        assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_one_form_of_a_search():
    assert normalised("?zoek=Oudveen&pagina=2&kwaad=1") == normalised("zoek=+Oudveen") == "zoek=Oudveen"
    assert normalised("zoek=%3Cscript%3E") == "zoek=%3Cscript%3E"
    assert normalised("") == normalised("zoek=") == normalised("nodig=" + "é" * 200) == ""


def test_the_same_is_followed_once(site):
    following(site)
    with pytest.raises(IntegrityError):
        following(site)
