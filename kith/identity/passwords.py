"""How strong a password must be."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from kith.identity.models import Person

WEAKEST = 3  # of zxcvbn's 0 to 4: safe against slow offline guessing
LONGEST_JUDGED = 100  # zxcvbn's cost grows with length


class StrengthValidator:
    """Refuses what a guessing program would find soon: common words, the person's own name, keyboard walks."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise a `ValidationError` when the password would be guessed soon."""
        own = [word for word in (user.name, user.email) if word] if user else []
        verdict = zxcvbn(password[:LONGEST_JUDGED], user_inputs=own)
        if verdict["score"] < WEAKEST:
            raise ValidationError(
                _("This would be guessed soon. Take four or more words that do not belong together."), code="too_weak"
            )

    def get_help_text(self) -> str:
        """What makes a good one, in a sentence."""
        return _("Four or more words that do not belong together are good.")
