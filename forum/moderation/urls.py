from django.urls import path

from forum.moderation import (
    appeal_views,
    care_views,
    case_views,
    curation_views,
    decision_views,
    erasure_views,
    flag_views,
    log_views,
    own_standing_views,
    queue_views,
    reveal_views,
    spam_views,
    standing_views,
    thread_views,
    views,
    watch_views,
)

urlpatterns = [
    path("moderation/queue/", case_views.queue, {"section": "open"}, name="moderation_queue"),
    path("moderation/held/", case_views.queue, {"section": "held"}, name="moderation_held"),
    path("moderation/mine/", case_views.queue, {"section": "mine"}, name="moderation_mine"),
    path("moderation/resolved/", case_views.resolved, name="moderation_resolved"),
    path("moderation/several/", decision_views.cases_decide, name="cases_decide"),
    path("moderation/cases/<id:case_id>/", case_views.case, name="case"),
    path("moderation/cases/<id:case_id>/next/", case_views.case_next, name="case_next"),
    path("moderation/cases/<id:case_id>/claim/", case_views.case_claim, name="case_claim"),
    path("moderation/cases/<id:case_id>/release/", case_views.case_release, name="case_release"),
    path("moderation/cases/<id:case_id>/ask/", case_views.case_ask, name="case_ask"),
    path("moderation/cases/<id:case_id>/decide/", decision_views.case_decide, name="case_decide"),
    path("moderation/cases/<id:case_id>/edit/", decision_views.case_edit, name="case_edit"),
    path("moderation/cases/<id:case_id>/redact/", decision_views.case_redact, name="case_redact"),
    path("posts/<id:post_id>/ask-erasure/", erasure_views.erasure_ask, name="erasure_ask"),
    path(
        "moderation/queue/<id:proposal_id>/", queue_views.moderation_proposal, name="moderation_proposal"
    ),
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
    path("moderation/words/", watch_views.watched_words, name="watched_words"),
    path("moderation/words/new/", watch_views.watched_word_create, name="watched_word_create"),
    path("moderation/words/try/", watch_views.watched_words_try, name="watched_words_try"),
    path("moderation/words/changes/", watch_views.watched_word_changes, name="watched_word_changes"),
    path("moderation/words/<id:word_id>/edit/", watch_views.watched_word_edit, name="watched_word_edit"),
    path(
        "moderation/words/<id:word_id>/retire/",
        watch_views.watched_word_retire,
        name="watched_word_retire",
    ),
    path("moderation/log/", log_views.moderation_log, name="moderation_log"),
    path("moderation/log/export/", log_views.moderation_log_export, name="moderation_log_export"),
    path("appeals/<id:action_id>/", appeal_views.appeal, name="appeal"),
    path("moderation/appeals/<id:appeal_id>/", appeal_views.appeal_decide, name="appeal_decide"),
    path("posts/<id:post_id>/redact/", care_views.post_redact, name="post_redact"),
    path("posts/<id:post_id>/flag/", flag_views.post_flag, name="post_flag"),
    path("members/<slug:handle>/flag/", flag_views.member_flag, name="member_flag"),
    path("organizations/<slug:slug>/flag/", flag_views.organization_flag, name="organization_flag"),
    path("settings/flags/", flag_views.own_flags, name="own_flags"),
    path("posts/<id:post_id>/reveal/", reveal_views.post_reveal, name="post_reveal"),
    path("moderation/reveals/", reveal_views.reveals, name="reveals"),
    path("moderation/reveals/<id:request_id>/", reveal_views.reveal, name="reveal"),
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
