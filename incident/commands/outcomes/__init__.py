"""What people do with outcomes: state a figure, correct or withdraw it, bring a table of them, set a target."""

from incident.commands.outcomes.importing import import_table
from incident.commands.outcomes.stating import Evidence, Stated, correct_figure, state_figure, withdraw_figure
from incident.commands.outcomes.targets import set_target

__all__ = ["Evidence", "Stated", "correct_figure", "import_table", "set_target", "state_figure", "withdraw_figure"]
