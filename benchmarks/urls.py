"""The product's addresses, and the peers: a view with one UPDATE, and the page rendered at each request."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_POST

from dekkend.config.urls import urlpatterns as product
from dekkend.profiles.models import Answer
from dekkend.website.publishing import context_of_page
from dekkend.website.queries import current_version, site_or_404


@login_not_required
@require_POST
def bare_update(request, key):
    """What the save is compared with: one UPDATE by key, nothing else. `rev:` is echoed for the client."""
    Answer.objects.filter(pk=int(key)).update(value=request.POST[key])
    return JsonResponse({"revision": 1})


@cache
def asked_once(code):
    site = site_or_404(code)
    return context_of_page(site, current_version(site))


@login_not_required
def rendered_page(request, code):
    """The template alone: what the database knows is asked once, which flatters the peer."""
    return HttpResponse(render_to_string("website/profile.html", asked_once(code)))


urlpatterns = [
    path("bench/update/<str:key>/", bare_update),
    path("bench/page/<str:code>/", rendered_page),
    *product,  # not included: addresses with a language may not be
]
