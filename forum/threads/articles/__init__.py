"""Threads and posts as a page shows them to one reader."""

from forum.threads.articles.heads import (
    RepliesHead,
    head,
    related_links,
    replies_head,
    tag_links,
    visitor_notice,
)
from forum.threads.articles.moved import moved_notice
from forum.threads.articles.posts import Article, Reader, RuleFacts, render_article
from forum.threads.articles.rows import rows

__all__ = [
    "Article",
    "Reader",
    "RepliesHead",
    "RuleFacts",
    "head",
    "moved_notice",
    "related_links",
    "render_article",
    "replies_head",
    "rows",
    "tag_links",
    "visitor_notice",
]
