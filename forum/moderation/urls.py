from django.urls import path

from forum.moderation import (
    care_views,
    curation_views,
    own_standing_views,
    queue_views,
    spam_views,
    standing_views,
    thread_views,
    views,
)

urlpatterns = [
    path("moderation/queue/", queue_views.moderation_queue, name="moderation_queue"),
    path("moderation/queue/<id:proposal_id>/", queue_views.moderation_queue, name="moderation_proposal"),
    path("moderation/queue/<id:proposal_id>/agree/", queue_views.proposal_agree, name="proposal_agree"),
    path(
        "moderation/queue/<id:proposal_id>/decline/",
        queue_views.proposal_decline,
        name="proposal_decline",
    ),
    path("moderation/subjects/", curation_views.subjects, name="subjects"),
    path("moderation/subjects/new/", curation_views.subject_create, name="subject_create"),
    path("moderation/subjects/<slug:slug>/edit/", curation_views.subject_edit, name="subject_edit"),
    path("moderation/subjects/<slug:slug>/merge/", curation_views.subject_merge, name="subject_merge"),
    path(
        "moderation/organizations/<slug:slug>/edit/",
        curation_views.organization_edit,
        name="organization_edit",
    ),
    path("moderation/held/", care_views.moderation_held, name="moderation_held"),
    path("posts/<id:post_id>/redact/", care_views.post_redact, name="post_redact"),
    path("standing/", own_standing_views.standing, name="standing"),
    path("standing/read/", own_standing_views.warnings_acknowledge, name="warnings_acknowledge"),
    path("suspended/", own_standing_views.suspended, name="suspended"),
    path("moderation/members/<slug:handle>/", standing_views.member_record, name="member_record"),
    path("moderation/members/<slug:handle>/note/", standing_views.member_note, name="member_note"),
    path("moderation/members/<slug:handle>/spam/", spam_views.spam_remove, name="spam_remove"),
    path("moderation/members/<slug:handle>/spam/undo/", spam_views.spam_undo, name="spam_undo"),
    path(
        "moderation/sanctions/<id:sanction_id>/lift/", standing_views.sanction_lift, name="sanction_lift"
    ),
    *(
        path(
            f"moderation/members/<slug:handle>/{act}/",
            standing_views.member_sanction,
            {"act": act},
            name=f"member_{act}",
        )
        for act in standing_views.SANCTIONS
    ),
    *(
        path(
            f"posts/<id:post_id>/author/{act}/",
            standing_views.author_sanction,
            {"act": act},
            name=f"author_{act}",
        )
        for act in standing_views.SANCTIONS
    ),
    path("moderation/log/", views.moderation_log, name="moderation_log"),
    path("posts/<id:post_id>/edit/", views.post_edit, name="post_edit"),
    path(
        "posts/<id:post_id>/revisions/<id:number>/redact/", views.revision_redact, name="revision_redact"
    ),
    *(
        path(f"posts/<id:post_id>/{act}/", views.post_act, {"act": act}, name=f"post_{act}")
        for act in views.POST_ACTS
    ),
    path("t/<id:thread_id>/merge/", thread_views.thread_merge, name="thread_merge"),
    path("merges/<id:merge_id>/undo/", thread_views.merge_undo, name="merge_undo"),
    path("t/<id:thread_id>/replies/move/", thread_views.posts_move, name="posts_move"),
    *(
        path(
            f"t/<id:thread_id>/{act}/",
            thread_views.thread_setting,
            {"act": act},
            name=f"thread_{act}",
        )
        for act in thread_views.SETTINGS
    ),
    *(
        path(f"t/<id:thread_id>/{act}/", views.thread_act, {"act": act}, name=f"thread_{act}")
        for act in views.THREAD_ACTS
    ),
]
