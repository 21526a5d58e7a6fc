"""The remarks at one question: a page of their own, where people answer and settle them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.kept import keeps_typed_text
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.comments import Remarks, remarks_by_question
from dekkend.profiles.forms import CommentForm
from dekkend.profiles.models import Comment
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import may_comment, may_read_comments
from dekkend.profiles.views.alongside import at_question


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def comments(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Read the remarks at a question, and add one or answer one."""
    at = at_question(request.user, pk, key)
    if not (verdict := may_read_comments(at.roles)):
        raise PermissionDenied(verdict.reason)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_comment(
                version_id=pk, actor=request.user, key=key, at=timezone.now(), **form.cleaned_data
            )
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "Uw opmerking staat erbij.")
            return redirect("comments", pk, key)
    remarks = remarks_by_question(at.version, at.friend).get(key, Remarks())
    answers = form["answers"].value() or request.GET.get("op", "")
    context = {
        "remarks": remarks,
        "verdict": may_comment(at.roles, at.version.state),
        "form": form,
        "answers": answers,
        "answered": next((each for each in remarks.threads if str(each.first.pk) == str(answers)), None),
    }
    return render(request, "profiles/comments.html", at.frame | context)


@require_POST
def settle_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Settle a remark, with a way to undo it; `undo` opens it again."""
    comment = get_object_or_404(Comment.objects.filter(answers=None), pk=pk)
    _, roles = get_version_for(request.user, comment.version_id, need="see")
    if not (verdict := may_read_comments(roles)):
        raise PermissionDenied(verdict.reason)
    undo = "undo" in request.POST
    act = actions.reopen_comment if undo else actions.settle_comment
    try:
        act(comment_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        told = "De opmerking is weer open." if undo else "De opmerking is afgehandeld. Zij blijft te lezen."
        messages.success(request, format_html("{}", told))
    return redirect("comments", comment.version_id, comment.key)
