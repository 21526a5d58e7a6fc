from traceback import print_exc

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.core.daily import MORE, Work
from dekkend.core.interrupted import restart_interrupted
from dekkend.profiles import actions
from dekkend.profiles.presence.rows import forget

WORK: dict[str, Work] = {
    "tasks restarted": lambda at: restart_interrupted(at=at),
    "terms lapsed": lambda at: len(actions.lapse_terms(at=at)),
    "profiles expired": lambda at: len(actions.expire_profiles(on=localdate(at))),
    "team rounds closed": lambda at: actions.close_team_rounds(at=at),
    "reading along ended": lambda at: actions.end_friendships(at=at),
    "reminders sent": lambda at: actions.send_reminders(at=at),
    "overviews sent": lambda at: actions.send_digests(at=at),
    "guests forgotten": lambda at: actions.forget_old_guests(at=at),
    "presence forgotten": lambda at: forget(at=at),
    "files cleared": lambda at: actions.sweep_papers(at=at),
}


class Command(BaseCommand):
    help = "What the calendar asks for. Run once a day; a second run does nothing, a missed day is made up."

    def handle(self, **options):
        failed = [name for name, work in (WORK | MORE).items() if not self.done(name, work)]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")

    def done(self, name: str, work: Work) -> bool:
        """One part that fails does not keep the others from being done."""
        try:
            self.stdout.write(f"{name}: {work(timezone.now())}")
        except Exception:
            print_exc(file=self.stderr)
            return False
        return True
