"""What an SMS says: the one line of a notice, how to answer, where to look; cut so that the last two survive."""

from __future__ import annotations

from dataclasses import dataclass

from notifications import sms
from notifications.delivery import World
from notifications.notice import StaffNotice


@dataclass(frozen=True)
class SmsText:
    """A notice as a text message of a world; the exercise prefix leads it and counts."""

    notice: StaffNotice
    world: World

    def whole(self, *, most_parts: int) -> str:
        """Return the text in at most so many parts. Raises sms.TooLong when even the tail does not fit."""
        return sms.fitted(self.notice.line(world=self.world), tail=self.tail(), most_parts=most_parts)

    def tail(self) -> str:
        """Return how to answer and where to look; empty when there is neither."""
        zh = self.notice.language == "zh"
        said = ""
        if self.notice.reply_code:
            code = self.notice.reply_code
            said = f"。回复 1 确认（{code}）" if zh else f". Reply 1 to acknowledge ({code})"
        return f"{said} {self.notice.link}" if self.notice.link else said
