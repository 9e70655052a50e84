"""Bodies about paging: clocks of a task, a person's wishes and addresses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints

from incident.schemas.base import Body, Minutes

MinuteOfDay = Annotated[int, Field(strict=True, ge=0, le=1439)]
Phone = Annotated[str, StringConstraints(min_length=5, max_length=40)]
Robot = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Clocks(Body):
    """Minutes; what is left out stays."""

    acknowledge_minutes: Minutes | None = None
    work_minutes: Minutes | None = None
    #: An acknowledged task that nobody begins within so many minutes is given back.
    start_minutes: Minutes | None = None
    #: True: it is never given back.
    never_expires: StrictBool = False


class WishedStep(Body):
    channel: Literal["push", "chat", "sms", "voice", "mail", "webhook"]
    #: World seconds after the notice.
    after_s: Annotated[int, Field(strict=True, ge=0, le=86_400)]


class QuietHours(Body):
    """Minutes of the local day; they may pass midnight."""

    start: MinuteOfDay
    end: MinuteOfDay


class Wishes(Body):
    steps: list[WishedStep] = Field(min_length=1, max_length=6)
    quiet: QuietHours | None = None
    language: Literal["zh", "en"] = "zh"


class Contacts(Body):
    """What is left out stays, null forgets."""

    phone: Phone | None = None
    #: `<vendor>:<name>` of a group robot that the installation has.
    chat: Robot | None = None
    webhook: Robot | None = None


class Subscription(Body):
    """A browser's PushSubscription."""

    subscription: dict[str, Any]
    #: Which browser, for the person's own list.
    agent: Annotated[str, StringConstraints(max_length=60)] = ""


class Forget(Body):
    id: Annotated[str, StringConstraints(min_length=1, max_length=80)]
