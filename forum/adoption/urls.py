from django.urls import path

from forum.adoption import views

urlpatterns = [
    path("subjects/<slug:slug>/status/", views.status_report, name="status_report"),
    path("subjects/<slug:slug>/confirm/", views.status_confirm, name="status_confirm"),
]
