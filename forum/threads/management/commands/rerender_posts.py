from django.core.management.base import BaseCommand

from forum.core import guest_pages, markup
from forum.threads.models import Post
from forum.threads.services import render_body


class Command(BaseCommand):
    help = "Render posts anew that an older version of the renderer made. Safe to stop and repeat."

    def handle(self, *args, **options):
        outdated = Post.objects.exclude(markup_version=markup.VERSION)
        total = outdated.count()
        for done, post in enumerate(outdated.only("body").iterator(chunk_size=500), 1):
            Post.objects.filter(pk=post.pk).update(
                body_html=render_body(post.body), markup_version=markup.VERSION
            )
            if done % 500 == 0:
                self.stdout.write(f"{done} of {total} posts")
        guest_pages.forget()
        self.stdout.write(f"{total} posts rendered anew")
