"""Fields that bring what is typed to one form."""

from django import forms

from forum.core.fields import LineField, TextField


def test_what_is_pasted_is_told_to_be_too_long_not_cut_by_the_browser():
    class Form(forms.Form):
        title = LineField(max_length=5)
        body = TextField(max_length=5)

    assert "maxlength" not in str(Form())
    assert Form({"title": "longer", "body": "longer"}).errors["body"] == [
        "Keep it to 5 characters; this has 6"
    ]
