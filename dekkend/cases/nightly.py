"""What the calendar does in cases. `manage.py daily` runs it with the rest."""

from dekkend.cases.actions.attachments import sweep_attachments
from dekkend.cases.actions.calendar import lapse_awards, tell_of_terms
from dekkend.cases.actions.evaluating import make_figures
from dekkend.cases.actions.fetching import signal_renewals
from dekkend.cases.actions.keeping import abandon_drafts
from dekkend.cases.actions.passkeys import forget_passkeys
from dekkend.cases.destruction import destroy_expired
from dekkend.cases.proving import prove_logs
from dekkend.core.daily import also_daily

also_daily("aflopen van hulp", lapse_awards)
also_daily("termijnen van dossiers", tell_of_terms)
also_daily("verklaringen die aflopen", signal_renewals)
also_daily("bijlagen opgeruimd", sweep_attachments)
also_daily("passkeys van ouders opgeruimd", forget_passkeys)
also_daily("stille dossiers gesloten", abandon_drafts)
# Before anything of the year is destroyed.
also_daily("cijfers van een schooljaar", make_figures)
also_daily("dossiers vernietigd", destroy_expired)
also_daily("logboeken nagerekend", prove_logs)  # last: what was destroyed just now is proven too
