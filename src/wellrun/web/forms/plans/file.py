"""A plan file: chosen, looked into, applied."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 2 * 1024 * 1024


class PlanFileForm(forms.Form):
    """The file, or its text once it was looked into."""

    file = forms.FileField(
        label=_("Plan file"), required=False, help_text=_("YAML, as `wellrun plan export` and this page write it.")
    )
    over = forms.BooleanField(
        label=_("Also undo what others changed since the file was written"), required=False, initial=False
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Either a file that is text of a moderate size, or the text of one."""
        given: dict[str, Any] = super().clean() or {}
        sent = given.get("file")
        if isinstance(sent, UploadedFile):
            given["text"] = self._text_of(sent)
        if not given.get("text") and "file" not in self.errors:
            self.add_error("file", _("Choose a plan file."))
        return given

    def _text_of(self, sent: UploadedFile[bytes]) -> str:
        if (sent.size or 0) > MOST_BYTES:
            self.add_error("file", _("The file is larger than 2 MB: apply it with `wellrun plan apply`."))
            return ""
        try:
            text: str = sent.read().decode("utf-8")
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text file."))
            return ""
        return text
