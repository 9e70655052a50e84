"""Steps of ending that several types share."""

from playbooks.measures.base import LandingNote
from playbooks.terms.words import Words

ASK_AT_72 = LandingNote(
    72, Words(zh="到期前 3 天：决定是否延期。", en="72 h before the end: decide whether to extend.")
)
TELL_AT_24 = LandingNote(
    24,
    Words(zh="到期前 1 天：短信告知客户到期时刻。", en="24 h before: tell customers the hour at which it ends."),
)
