"""A page that says what an act will do, then one verb; and what stands there when it was refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from dekkend.cases.actions import NotPossible
from dekkend.organisations.requests import SignedInRequest

CLOSED, WRONG = 409, 422


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also when nothing was filled in."""
    return request.POST if request.method == "POST" else None


def act_page(
    request: SignedInRequest,
    form: forms.Form | None,
    act: Callable[..., Any],
    *,
    words: dict[str, Any],
    context: dict[str, Any],
    done: str,
    then: str,
    template: str = "cases/act.html",
) -> HttpResponse:
    """GET shows the form; POST does `act(**cleaned data)`, tells `done` and goes on to `then`.

    `words`: what the template says, {"title", "lead", "happens", "button", "back"}. What was typed stays.
    """
    refused, status = "", 200
    if request.method == "POST":
        if form is None or form.is_valid():
            try:
                act(**(form.cleaned_data if form else {}))
            except NotPossible as closed:
                refused, status = closed.reason, CLOSED
            else:
                messages.success(request, done)
                return redirect(then)
        else:
            status = WRONG
    shown = context | words | {"form": form, "refused": refused}
    return render(request, template, shown, status=status)
