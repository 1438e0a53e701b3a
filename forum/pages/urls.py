from django.urls import path

from forum.pages import (
    ask,
    console,
    counts,
    directory,
    lists,
    member,
    organization,
    printing,
    site,
    subjects,
    thread,
)

ABOUT = ("about", "privacy", "accessibility", "contact", "formatting")

urlpatterns = [
    path("", lists.home, name="home"),
    path("new/", lists.home_new, name="home_new"),
    path("unanswered/", lists.home_unanswered, name="home_unanswered"),
    path("mine/", lists.home_mine, name="home_mine"),
    path("mine/unnamed/", lists.home_unnamed, name="home_unnamed"),
    path("topics/", lists.topics, name="topics"),
    path("topics/<slug:slug>/", lists.topic, name="topic"),
    path("topics/<slug:slug>/unanswered/", lists.topic, {"show": "unanswered"}, name="topic_unanswered"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("ask/", ask.ask, name="ask"),
    path("ask/known/", ask.subject_known, name="subject_known"),
    path("snapshots/", subjects.snapshots, name="snapshots"),
    path("snapshots/<slug:slug>/", subjects.subject, name="subject"),
    path("snapshots/<slug:slug>/numbers.csv", subjects.subject_csv, name="subject_csv"),
    path("organizations/", directory.organizations, name="organizations"),
    path("organizations/<slug:slug>/", organization.organization, name="organization"),
    path(
        "organizations/<slug:slug>/history/",
        organization.organization_history,
        name="organization_history",
    ),
    path(
        "organizations/<slug:slug>/questions/",
        organization.organization_questions,
        name="organization_questions",
    ),
    path(
        "organizations/<slug:slug>/answer/",
        organization.organization_answer,
        name="organization_answer",
    ),
    path(
        "organizations/<slug:slug>/console/", console.organization_console, name="organization_console"
    ),
    path(
        "organizations/<slug:slug>/console/statuses/", console.statuses_confirm, name="statuses_confirm"
    ),
    path("organizations/<slug:slug>/statuses.csv", console.organization_csv, name="organization_csv"),
    path("t/<id:thread_id>/", thread.thread, name="thread"),
    path("t/<id:thread_id>/print/", printing.thread_print, name="thread_print"),
    path("members/<slug:handle>/", member.member, name="member"),
    path(
        "members/<slug:handle>/questions/", member.member, {"show": "questions"}, name="member_questions"
    ),
    path("settings/export/", member.export, name="export"),
    path("conduct/counts/", counts.conduct_counts, name="conduct_counts"),
    *(path(f"{name}/", site.about_page, {"name": name}, name=name) for name in ABOUT),
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
    path("robots.txt", site.robots_txt, name="robots_txt"),
    path("favicon.ico", site.favicon, name="favicon"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
    path(".well-known/change-password", site.change_password, name="change_password"),
]
