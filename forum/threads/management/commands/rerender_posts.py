from django.core.management.base import BaseCommand

from forum.core import guest_pages, markup
from forum.threads.models import Post
from forum.threads.services import render_anew

BATCH = 500


class Command(BaseCommand):
    help = "Render posts anew that an older version of the renderer made. Safe to stop and repeat."

    def handle(self, *args, **options):
        outdated = Post.objects.exclude(markup_version=markup.VERSION).order_by("pk")
        total = outdated.count()
        last = done = rendered = 0
        while posts := list(outdated.filter(pk__gt=last).only("body")[:BATCH]):
            rendered += sum(map(render_anew, posts))
            last = posts[-1].pk
            done += len(posts)
            self.stdout.write(f"{done} of {total} posts")
        guest_pages.forget()
        self.stdout.write(f"{rendered} posts rendered anew")
