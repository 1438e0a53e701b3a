from forum.threads.models.moving import MovedPost, MovedPostQuerySet, ThreadMerge
from forum.threads.models.records import ReadMarker, Revision
from forum.threads.models.sharing import SharingConsent, SharingWish
from forum.threads.models.tags import Tag, ThreadTag, tag_address
from forum.threads.models.threads import (
    LISTED,
    LISTED_THREAD,
    Post,
    PostQuerySet,
    Thread,
    ThreadQuerySet,
    anchor_of,
    post_address,
    post_url,
    thread_address,
)
from forum.threads.models.topics import Topic, TopicModerator, in_topics_of, topic_address

__all__ = [
    "LISTED",
    "LISTED_THREAD",
    "MovedPost",
    "MovedPostQuerySet",
    "Post",
    "PostQuerySet",
    "ReadMarker",
    "Revision",
    "SharingConsent",
    "SharingWish",
    "Tag",
    "Thread",
    "ThreadMerge",
    "ThreadQuerySet",
    "ThreadTag",
    "Topic",
    "TopicModerator",
    "anchor_of",
    "in_topics_of",
    "post_address",
    "post_url",
    "tag_address",
    "thread_address",
    "topic_address",
]
