from django.urls import path

from forum.moderation import views

urlpatterns = [
    path("moderation/log/", views.moderation_log, name="moderation_log"),
    path("posts/<id:post_id>/edit/", views.post_edit, name="post_edit"),
    path(
        "posts/<id:post_id>/revisions/<id:number>/redact/", views.revision_redact, name="revision_redact"
    ),
    *(
        path(f"posts/<id:post_id>/{act}/", views.post_act, {"act": act}, name=f"post_{act}")
        for act in views.POST_ACTS
    ),
    *(
        path(f"t/<id:thread_id>/{act}/", views.thread_act, {"act": act}, name=f"thread_{act}")
        for act in views.THREAD_ACTS
    ),
]
