from django.urls import path

from forum.conduct import edit_views, views

urlpatterns = [
    path("", views.conduct, name="conduct"),
    path("versions/", views.conduct_versions, name="conduct_versions"),
    path("versions/<id:number>/", views.conduct_version, name="conduct_version"),
    path("versions/<id:number>/changes/", views.conduct_changes, name="conduct_changes"),
    path("edit/", edit_views.rules_edit, name="rules_edit"),
    path("edit/new/", edit_views.rule_create, name="rule_create"),
    path("edit/discard/", edit_views.rules_discard, name="rules_discard"),
    path("edit/publish/", edit_views.rules_publish, name="rules_publish"),
    path("edit/<id:number>/", edit_views.rule_edit, name="rule_edit"),
    path("edit/<id:number>/retire/", edit_views.rule_retire, name="rule_retire"),
]
