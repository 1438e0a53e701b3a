from forum.threads.models.moving import MovedPost, ThreadMerge
from forum.threads.models.threads import (
    LISTED,
    Post,
    PostQuerySet,
    ReadMarker,
    Revision,
    Tag,
    Thread,
    ThreadQuerySet,
    ThreadTag,
    post_url,
    tag_address,
    thread_address,
)
from forum.threads.models.topics import Topic, topic_address

__all__ = [
    "LISTED",
    "MovedPost",
    "Post",
    "PostQuerySet",
    "ReadMarker",
    "Revision",
    "Tag",
    "Thread",
    "ThreadMerge",
    "ThreadQuerySet",
    "ThreadTag",
    "Topic",
    "post_url",
    "tag_address",
    "thread_address",
    "topic_address",
]
