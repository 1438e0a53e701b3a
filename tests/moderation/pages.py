"""Where the queue is, and what a person reads on a page."""

import re

QUEUE = "/moderation/queue/"


def text_of(response) -> str:
    """What a person reads: no tags, no double spaces."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
