"""How long a team has, by response level, and who is called when it does not answer."""

from playbooks.terms.words import EscalationRole, Minutes, Strict


class Clocks(Strict):
    """Minutes that a team has to acknowledge, to start, to finish, and between reports."""

    acknowledge_minutes: Minutes
    start_minutes: Minutes
    work_minutes: Minutes
    report_minutes: Minutes


class ClockChanges(Strict):
    """What one task changes of the playbook's clocks at one level."""

    acknowledge_minutes: Minutes | None = None
    start_minutes: Minutes | None = None
    work_minutes: Minutes | None = None
    report_minutes: Minutes | None = None


class LevelClocks(Strict):
    """Clocks for each response level. Defaults of DOMAIN §3.7; work_minutes is this house's own proposal."""

    I: Clocks = Clocks(  # noqa: E741  # the field's own name of the level
        acknowledge_minutes=5, start_minutes=15, work_minutes=240, report_minutes=60
    )
    II: Clocks = Clocks(acknowledge_minutes=10, start_minutes=30, work_minutes=480, report_minutes=120)
    III: Clocks = Clocks(acknowledge_minutes=15, start_minutes=60, work_minutes=1440, report_minutes=240)
    IV: Clocks = Clocks(acknowledge_minutes=30, start_minutes=120, work_minutes=2880, report_minutes=720)

    def of(self, level: str) -> Clocks:
        """Return the clocks of one level."""
        clocks: Clocks = getattr(self, level)
        return clocks


class EscalationStep(Strict):
    """Who is called next; ``wait_minutes`` None means the acknowledgement clock of the level."""

    role: EscalationRole
    wait_minutes: Minutes | None = None


#: Province duty, province lead, headquarters duty, commander: each after one acknowledgement clock (DOMAIN §3.7).
DEFAULT_ESCALATION = (
    EscalationStep(role="province_duty"),
    EscalationStep(role="province_lead"),
    EscalationStep(role="hq_duty"),
    EscalationStep(role="hq_commander"),
)
