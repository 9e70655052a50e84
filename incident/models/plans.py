"""What has been activated of a playbook: one row an item, so that a later plan is a difference, never a copy."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base
from incident.models.incidents import InIncident


class PlannedItem(InIncident, Base):
    """An adopted item of a plan; nation only. Its content, as the planner gave it, is a blob."""

    __tablename__ = "planned_item"
    __table_args__ = (
        UniqueConstraint("incident_id", "item_key"),
        CheckConstraint("item_type IN ('measure','task','broadcast')", name="item_type"),
    )

    #: Without the index that others have: its unique key begins with it, and a burst writes each index.
    incident_id: Mapped[str] = mapped_column(String(36))
    #: uuid5(incident, item_key): the id of the measure, task or broadcast itself.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item_key: Mapped[str] = mapped_column(String(140))
    item_type: Mapped[str] = mapped_column(String(10))
    #: Blob with the plan item's snapshot (playbooks.planning.plan.snapshot).
    snapshot_text: Mapped[str] = mapped_column(String(64))
    #: False once it has been wound down.
    active: Mapped[bool]
