"""Writes to threads and posts, one function for each thing a member or moderator does."""

from forum.threads.services.counting import recount_thread, recount_topic
from forum.threads.services.holding import decline_post, release_post
from forum.threads.services.posts import (
    AlreadyPosted,
    EditedMeanwhile,
    PostingTooOften,
    ThreadClosed,
    append_post,
    author_line,
    edit_post,
    refuse_second_send,
    render_body,
    set_post_hidden,
    undo_withdrawal,
    withdraw_post,
)
from forum.threads.services.reading import mark_read
from forum.threads.services.revisions import redact_revision
from forum.threads.services.threads import (
    accept_reply,
    ask_for_update,
    move_questions,
    move_thread,
    set_thread_closed,
    set_thread_hidden,
    set_thread_pinned,
    start_thread,
    unaccept_reply,
)
from forum.threads.services.topics import delete_tag, save_tag, save_topic

__all__ = [
    "AlreadyPosted",
    "EditedMeanwhile",
    "PostingTooOften",
    "ThreadClosed",
    "accept_reply",
    "append_post",
    "ask_for_update",
    "author_line",
    "decline_post",
    "delete_tag",
    "edit_post",
    "mark_read",
    "move_questions",
    "move_thread",
    "recount_thread",
    "recount_topic",
    "redact_revision",
    "refuse_second_send",
    "release_post",
    "render_body",
    "save_tag",
    "save_topic",
    "set_post_hidden",
    "set_thread_closed",
    "set_thread_hidden",
    "set_thread_pinned",
    "start_thread",
    "unaccept_reply",
    "undo_withdrawal",
    "withdraw_post",
]
