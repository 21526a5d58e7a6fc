"""The demo's post, readable for everyone who tries the demo. Outside the demo this has no address."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from dekkend.demo import mailbox
from dekkend.demo.second_step import code_of_now


@login_not_required
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mail.html", {"letters": mailbox.newest(), "code": code_of_now()})


@login_not_required
@never_cache
def letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    found = mailbox.find(letter_id)
    if found is None:
        raise Http404("Deze mail is er niet.")
    return render(request, "demo/mail_letter.html", {"letter": found})
