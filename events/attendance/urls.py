"""Addresses of attendance; part of the calendar's."""

from django.urls import URLPattern, path

from events.attendance import views

urlpatterns: list[URLPattern] = [
    path("events/<slug:slug>/check-in/", views.check_in, name="check_in"),
    path("events/<slug:slug>/check-in/codes/", views.show_codes, name="check_in_codes"),
    path("events/<slug:slug>/certificate.pdf", views.certify, name="certificate"),
]
