"""What is typed into guarded forms, and what their pages say to it."""

import re

from forum.threads.models import Post

RECORD = "The family asks about MRN 7730215 under our video."
HARMLESS = "We answer within two days and take it to the phone."
REASON = "It is the number of a broken scanner"


def page_of(response):
    return response.content.decode()


def marked(response):
    return re.findall(r"<mark>(.*?)</mark>", page_of(response))


def seen_in(response):
    return re.search(r'name="guard_seen" value="(\w+)"', page_of(response)).group(1)


def the_reply():
    return Post.objects.replies().get()
