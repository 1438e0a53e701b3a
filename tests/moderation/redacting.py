"""What tests of redacting share: words that have to go, and the act that takes them out."""

from forum.moderation.care_services import redact_words
from forum.threads.models import Post

WORDS = "MRN 7730215 of Mr. Alvarez"


def redact(post, moderator, words=WORDS, **facts):
    return redact_words(post=post, moderator=moderator, words=words, rule="1", **facts)


def body_of(post):
    return Post.objects.get(pk=post.pk).body
