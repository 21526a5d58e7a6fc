"""What every page's frame needs."""

from django.conf import settings


def frame(request):
    return {"demo": settings.DEMO}
