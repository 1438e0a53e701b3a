"""Writes to threads and posts, one function for each thing a member or moderator does."""

from forum.threads.services.counting import recount_thread, recount_topic
from forum.threads.services.editing import EditedMeanwhile, NewText, edit_post, would_change
from forum.threads.services.holding import (
    cause_to_wait,
    decline_post,
    hold_post_back,
    release_post,
)
from forum.threads.services.limits import PostingTooOften
from forum.threads.services.locks import ThreadMerged
from forum.threads.services.merging import merge_threads
from forum.threads.services.moving import move_posts, split_thread
from forum.threads.services.pace import (
    ThreadClosed,
    TooSoon,
    set_closing_time,
    set_slow_mode,
    set_thread_closed,
    why_closed,
)
from forum.threads.services.posts import (
    AlreadyPosted,
    Sending,
    append_post,
    author_line,
    refuse_second_send,
    render_anew,
    render_body,
    set_post_hidden,
    undo_withdrawal,
    withdraw_post,
)
from forum.threads.services.pseudonyms import LabelChanged, nameless_line
from forum.threads.services.reading import mark_read
from forum.threads.services.revisions import redact_revision
from forum.threads.services.sharing import answer_sharing, change_sharing
from forum.threads.services.sweeping import Swept, hide_everything, show_swept
from forum.threads.services.threads import (
    accept_reply,
    ask_for_update,
    change_owner,
    move_questions,
    move_thread,
    set_thread_hidden,
    set_thread_pinned,
    start_thread,
    unaccept_reply,
)
from forum.threads.services.topics import (
    add_topic_moderator,
    delete_tag,
    remove_topic_moderator,
    save_tag,
    save_topic,
)
from forum.threads.services.unmerging import undo_merge

__all__ = [
    "AlreadyPosted",
    "EditedMeanwhile",
    "LabelChanged",
    "NewText",
    "PostingTooOften",
    "Sending",
    "Swept",
    "ThreadClosed",
    "ThreadMerged",
    "TooSoon",
    "accept_reply",
    "add_topic_moderator",
    "answer_sharing",
    "append_post",
    "ask_for_update",
    "author_line",
    "cause_to_wait",
    "change_owner",
    "change_sharing",
    "decline_post",
    "delete_tag",
    "edit_post",
    "hide_everything",
    "hold_post_back",
    "mark_read",
    "merge_threads",
    "move_posts",
    "move_questions",
    "move_thread",
    "nameless_line",
    "recount_thread",
    "recount_topic",
    "redact_revision",
    "refuse_second_send",
    "release_post",
    "remove_topic_moderator",
    "render_anew",
    "render_body",
    "save_tag",
    "save_topic",
    "set_closing_time",
    "set_post_hidden",
    "set_slow_mode",
    "set_thread_closed",
    "set_thread_hidden",
    "set_thread_pinned",
    "show_swept",
    "split_thread",
    "start_thread",
    "unaccept_reply",
    "undo_merge",
    "undo_withdrawal",
    "why_closed",
    "withdraw_post",
    "would_change",
]
