"""The yardstick: a bare view, one ORM query of 25 rows with a join, one flat template of 16 kB."""

from django.http import HttpResponse
from django.template.loader import get_template
from django.urls import path

from forum.threads.models import Post

ROWS = 25
LONGEST = 1


def page(request):
    """The first 25 posts of the longest thread, which is the first."""
    posts = Post.objects.filter(thread_id=LONGEST, number__lte=ROWS).order_by("number")
    rows = posts.values("number", "created_at", "body_html", "author__handle", "author__display_name")
    return HttpResponse(get_template("bench/yardstick.html").render({"posts": rows}))


urlpatterns = [path("", page)]
