"""Pieces of the thread page, in the states that a reader may find them in."""

import re

from forum.replies.composing import for_visitors
from forum.threads.articles import RepliesHead, replies_head, visitor_notice


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_closed_thread_invites_no_visitor_to_reply():
    notice, composer = visitor_notice(""), for_visitors("")

    assert "Sign in to reply" not in notice + composer
    assert "This question is closed, so it takes no more replies." in text_of(notice)
    assert text_of(composer) == (
        "This question is closed, so it takes no more replies. Ask a new question"
    )


def test_an_open_thread_invites_visitors_to_reply():
    back = "/accounts/login/?next=/t/1/"

    assert f'href="{back}">Sign in to reply</a>' in visitor_notice(back)
    assert f'href="{back}">Sign in to reply</a>' in for_visitors(back)


def test_no_separator_waits_for_a_link_that_does_not_come():
    nothing = RepliesHead(
        replies=3, new=0, accepted_url="", newest_url="", can_reply=False, invites=False
    )

    assert text_of(replies_head(nothing)) == "3 replies"
    assert text_of(replies_head(nothing._replace(accepted_url="#reply-1"))) == "3 replies Most helpful"
