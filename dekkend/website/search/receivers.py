"""What makes the searching processes read the whole list of schools again."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from dekkend.organisations.models import Partnership
from dekkend.organisations.signals import site_described, sites_imported
from dekkend.profiles.models import Regime
from dekkend.website.models import Change


@receiver(sites_imported)
@receiver(site_described)
@receiver(post_save, sender=Partnership)
@receiver(post_save, sender=Regime)
def read_all_again(sender, **kwargs) -> None:
    """Schools came, moved, closed or teach otherwise; a partnership begins, or is called elsewhere."""
    Change.objects.create(site=None)
