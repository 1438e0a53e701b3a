from django.urls import path

from forum.threads import sharing_views, views

urlpatterns = [
    path("posts/<id:post_id>/", views.post, name="post"),
    path("posts/<id:post_id>/withdraw/", views.post_withdraw, name="post_withdraw"),
    path("posts/<id:post_id>/undo/", views.post_undo_withdrawal, name="post_undo_withdrawal"),
    path("posts/<id:post_id>/accept/", views.reply_accept, name="reply_accept"),
    path("posts/<id:post_id>/unaccept/", views.reply_unaccept, name="reply_unaccept"),
    path("t/<id:thread_id>/update/", views.update_ask, name="update_ask"),
    path("t/<id:thread_id>/sharing/", sharing_views.thread_sharing, name="thread_sharing"),
    path("t/<id:thread_id>/sharing/agree/", sharing_views.sharing_agree, name="sharing_agree"),
    path("posts/<id:post_id>/revisions/", views.post_revisions, name="post_revisions"),
    path("posts/<id:post_id>/source/", views.post_source, name="post_source"),
]
