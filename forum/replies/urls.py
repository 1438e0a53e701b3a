from django.urls import path

from forum.replies import draft_views, mark_views, views

urlpatterns = [
    path("t/<id:thread_id>/reply/", views.reply_create, name="reply_create"),
    path("posts/<id:post_id>/helpful/", mark_views.reply_mark_helpful, name="reply_mark_helpful"),
    path("posts/<id:post_id>/unhelpful/", mark_views.reply_unmark_helpful, name="reply_unmark_helpful"),
    path("drafts/", draft_views.drafts, name="drafts"),
    path("drafts/save/", draft_views.draft_save, name="draft_save"),
    path("drafts/<id:draft_id>/discard/", draft_views.draft_discard, name="draft_discard"),
]
