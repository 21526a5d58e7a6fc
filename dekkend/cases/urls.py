"""Pages about a case. Parents' own pages stand at the address of their link."""

from django.urls import path

from dekkend.cases import views
from dekkend.cases.views import (
    attachments,
    committee,
    declarations,
    experts,
    letters,
    meetings,
    objections,
    parents,
    plan,
)

urlpatterns = [
    path("dossiers/", views.cases, name="cases"),
    path("dossiers/nieuw/<slug:code>/", views.new_case, name="new-case"),
    path("dossiers/<int:pk>/", views.case, name="case"),
    path("dossiers/<int:pk>/brieven/", letters.letters, name="letters"),
    path("dossiers/<int:pk>/brieven/<int:letter>/", letters.letter, name="letter"),
    path("dossiers/<int:pk>/brieven/<int:letter>/pdf/", letters.letter_file, name="letter-pdf"),
    path("dossiers/<int:pk>/ouders/", views.case_parties, name="case-parties"),
    path("dossiers/<int:pk>/ouders/<int:number>/", views.case_party, name="case-party"),
    path("dossiers/<int:pk>/ouders/<int:number>/papier/", attachments.consent_paper, name="consent-paper"),
    path("dossiers/<int:pk>/bijlagen/<int:number>/", attachments.case_file, name="case-file"),
    path(
        "dossiers/<int:pk>/bijlagen/<int:number>/weg/", attachments.remove_case_file, name="remove-case-file"
    ),
    path(
        "dossiers/<int:pk>/bijlagen/<int:number>/terug/",
        attachments.restore_case_file,
        name="restore-case-file",
    ),
    path("dossiers/<int:pk>/bijlagen/bij/<slug:where>/<str:key>/", attachments.case_files, name="case-files"),
    path("dossiers/<int:pk>/collega/", views.case_share, name="case-share"),
    path("dossiers/<int:pk>/stap/<slug:step>/", views.case_step, name="case-step"),
    path("dossiers/<int:pk>/logboek/", views.case_log, name="case-log"),
    path("dossiers/<int:pk>/deskundigen/", experts.case_experts, name="case-experts"),
    path("dossiers/<int:pk>/deskundigen/<int:opinion>/<slug:step>/", experts.expert_step, name="expert-step"),
    path("dossiers/<int:pk>/advies/", experts.case_advice, name="case-advice"),
    path("dossiers/<int:pk>/advies/terug/", experts.decline_advice, name="decline-advice"),
    path("dossiers/<int:pk>/bezwaar/", objections.case_objections, name="case-objections"),
    path(
        "dossiers/<int:pk>/bezwaar/<int:objection>/<slug:step>/",
        objections.objection_step,
        name="objection-step",
    ),
    path("dossiers/<int:pk>/plan/", plan.plan, name="plan"),
    path("dossiers/<int:pk>/plan/vaststellen/", plan.establish_plan, name="establish-plan"),
    path("dossiers/<int:pk>/plan/evalueren/", plan.evaluate_plan, name="evaluate-plan"),
    path("dossiers/<int:pk>/plan/ouder/<int:number>/", plan.plan_agreement, name="plan-agreement"),
    path("dossiers/<int:pk>/plan/versie/<int:number>/", plan.plan_version, name="plan-version"),
    path("dossiers/<int:pk>/plan/versie/<int:number>/kind/", plan.plan_for_child, name="plan-for-child"),
    path("dossiers/<int:pk>/plan/<str:chapter>/", plan.plan_chapter, name="plan-chapter"),
    path("verklaringen/", declarations.declarations, name="declarations"),
    path("verklaringen/<int:pk>/", declarations.declaration, name="declaration"),
    path("verlengingen/", declarations.renewals, name="renewals"),
    path("verlengingen/<int:pk>/<slug:step>/", declarations.renewal_step, name="renewal-step"),
    path("dossiers/<int:pk>/<slug:form>/<str:chapter>/", views.case_chapter, name="case-chapter"),
    path("ctc/", meetings.meetings, name="meetings"),
    path("ctc/plan/<str:code>/", meetings.plan_meeting, name="plan-meeting"),
    path("ctc/<int:pk>/", meetings.meeting, name="meeting"),
    path("ctc/<int:pk>/veranderen/", meetings.change_meeting, name="change-meeting"),
    path("ctc/<int:pk>/stap/<slug:step>/", meetings.meeting_step, name="meeting-step"),
    path("ctc/<int:pk>/aanwezig/", meetings.note_present, name="note-present"),
    path("ctc/<int:pk>/dossier/<int:case>/", meetings.schedule, name="schedule"),
    path("ctc/<int:pk>/notulen/", meetings.meeting_minutes, name="meeting-minutes"),
    path("ctc/punt/<int:pk>/", committee.agenda_item, name="agenda-item"),
    path("ctc/punt/<int:pk>/omhoog/", committee.move_up, name="move-up"),
    path("ctc/punt/<int:pk>/advies/", committee.advise, name="advise"),
    path("ctc/punt/<int:pk>/notulen/", committee.write_minutes, name="write-minutes"),
    path("ctc/punt/<int:pk>/belang/", committee.declare_conflict, name="declare-conflict"),
    path("ctc/punt/<int:pk>/belang/<int:conflict>/weg/", committee.lift_conflict, name="lift-conflict"),
    path("ctc/punt/<int:pk>/verzetten/", committee.reschedule, name="reschedule"),
    path("ctc/punt/<int:pk>/van-de-lijst/", committee.take_off, name="take-off-agenda"),
    path("ctc/punt/<int:pk>/besluit/<slug:outcome>/", committee.decide, name="decide"),
]

# In every language: /kind/…/ and /tr/kind/…/.
CHILD = "kind/<str:token>/"
pages = [
    path(CHILD, parents.parent_case, name="parent-case"),
    path(CHILD + "code/", parents.parent_code, name="parent-code"),
    path(CHILD + "klaar/", parents.parent_leave, name="parent-leave"),
    path(CHILD + "taal/", parents.parent_language, name="parent-language"),
    path(CHILD + "dossier/", parents.parent_file, name="parent-file"),
    path(CHILD + "schrijven/", parents.parent_part, name="parent-part"),
    path(CHILD + "schrijven/<slug:form>/<str:chapter>/", parents.parent_write, name="parent-write"),
    path(CHILD + "zeg-het/", parents.parent_say, name="parent-say"),
    path(CHILD + "neem-terug/", parents.parent_withdraw, name="parent-withdraw"),
    path(CHILD + "wat-er-gebeurde/", parents.parent_record, name="parent-record"),
    path(CHILD + "wie-keek/", parents.parent_looks, name="parent-looks"),
    path(CHILD + "brief/<int:letter>/", parents.parent_letter, name="parent-letter"),
    path(CHILD + "brief/<int:letter>/pdf/", parents.parent_letter_pdf, name="parent-letter-pdf"),
]
