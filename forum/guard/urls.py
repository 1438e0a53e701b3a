from django.urls import path

from forum.guard import views

urlpatterns = [path("guard/", views.guard_check, name="guard_check")]
