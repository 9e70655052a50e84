"""What happens to tasks. Each belongs to exactly one province; headquarters sees them all."""

from __future__ import annotations

from incident.events.tasks.answering import (
    AcknowledgementEscalated,
    AcknowledgementUndone,
    TaskAcknowledged,
    TaskDeclined,
)
from incident.events.tasks.arranging import TaskArranged
from incident.events.tasks.attachments import FileAttached, FileRedacted
from incident.events.tasks.base import TaskEvent, acknowledgement_timer, subject_of
from incident.events.tasks.checkins import CheckInMissed, TaskCheckedIn
from incident.events.tasks.dispatching import TaskRecalled, TaskRedispatched, TaskReminded, TaskRevised, TasksDispatched
from incident.events.tasks.paging import AcknowledgementExpired, ClocksChanged, PeoplePaged, PersonNotReached
from incident.events.tasks.reporting import TaskResolved, TaskReturned, TaskVerified
from incident.events.tasks.working import (
    TaskCommented,
    TaskHeld,
    TaskPended,
    TaskResumed,
    TaskStarted,
    TaskTicked,
    WorkOverdue,
)

__all__ = [
    "AcknowledgementEscalated",
    "AcknowledgementExpired",
    "AcknowledgementUndone",
    "CheckInMissed",
    "ClocksChanged",
    "FileAttached",
    "FileRedacted",
    "PeoplePaged",
    "PersonNotReached",
    "TaskAcknowledged",
    "TaskArranged",
    "TaskCheckedIn",
    "TaskCommented",
    "TaskDeclined",
    "TaskEvent",
    "TaskHeld",
    "TaskPended",
    "TaskRecalled",
    "TaskRedispatched",
    "TaskReminded",
    "TaskResolved",
    "TaskResumed",
    "TaskReturned",
    "TaskRevised",
    "TaskStarted",
    "TaskTicked",
    "TaskVerified",
    "TasksDispatched",
    "WorkOverdue",
    "acknowledgement_timer",
    "subject_of",
]
