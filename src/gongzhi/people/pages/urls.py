"""The addresses of signing in; of django-allauth only the pages that this house uses are mounted."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from gongzhi.people.pages import views

urlpatterns = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/sign-up/", views.sign_up, name="account_signup"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/code/", factor.authenticate, name="mfa_authenticate"),
    path("account/code/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/", factor.index, name="mfa_index"),
    path("account/second-factor/set-up/", views.ActivateView.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/stop/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/spare-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/spare-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/spare-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
