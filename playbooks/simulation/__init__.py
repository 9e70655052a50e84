"""What a playbook would do: planned against many variants of a footprint, with what would come of each plan.

Pure: footprints come in as Situations, made by whoever knows geometry; chance comes in as a seed. `assumptions` are
what is reckoned with and shown beside every figure; `draws` are what differs from run to run; `one_run` says what one
plan comes to (coverage, money, messages, calls, teams), `simulation` gathers runs into bands, `comparing` holds two
versions against each other, `document` is what leaves. Nothing here decides anything for an incident.
"""

from playbooks.simulation.assumptions import Assumptions, ResponseTimes
from playbooks.simulation.comparing import compare
from playbooks.simulation.document import document_of
from playbooks.simulation.draws import Draw, Spread, draw_of
from playbooks.simulation.one_run import RunFigures, figures_of
from playbooks.simulation.responses import LogResponses, from_log
from playbooks.simulation.simulation import Simulation

__all__ = [
    "Assumptions",
    "Draw",
    "LogResponses",
    "ResponseTimes",
    "RunFigures",
    "Simulation",
    "Spread",
    "compare",
    "document_of",
    "draw_of",
    "figures_of",
    "from_log",
]
