"""Only those pages of allauth that we use, under Dutch addresses; signing up does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import include, path, re_path

from dekkend.organisations import views

people = [
    path("rol/<int:pk>/einde/", views.end_role, name="end-role"),
    path("uitnodiging/<int:pk>/opnieuw/", views.resend_invitation, name="resend-invitation"),
    path("uitnodiging/<int:pk>/intrekken/", views.withdraw_invitation, name="withdraw-invitation"),
    path("bestuur/<slug:number>/", views.people_of_board, name="people-board"),
    path("samenwerkingsverband/<slug:code>/", views.people_of_partnership, name="people-partnership"),
    path("<slug:code>/", views.people_of_site, name="people"),
]

signing_in = [
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/code/", second_step.authenticate, name="mfa_authenticate"),
    path("inloggen/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("gesloten/", account.account_inactive, name="account_inactive"),
    path("wachtwoord-vergeten/", account.password_reset, name="account_reset_password"),
    path("wachtwoord-vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord-vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord-vergeten/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

own_account = [
    path("", views.account, name="account"),
    path("overal-uitloggen/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("bevestig/", account.reauthenticate, name="account_reauthenticate"),
    path("bevestig/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("bevestig/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("e-mail/", account.email, name="account_email"),
    re_path(r"^e-mail/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("nog-een-stap/", views.second_step, name="second-step"),
    path("twee-stappen/", second_step.index, name="mfa_index"),
    path("twee-stappen/app/aan/", app.activate_totp, name="mfa_activate_totp"),
    path("twee-stappen/app/uit/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("twee-stappen/herstelcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "twee-stappen/herstelcodes/nieuw/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "twee-stappen/herstelcodes/bewaren/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/nieuw/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/naam/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/weg/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("werk/gegevens/<slug:code>/", views.site_facts, name="site-facts"),
    path("werk/mensen/", include(people)),
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    path("account/", include(signing_in)),
    path("account/", include(own_account)),
]
