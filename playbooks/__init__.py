"""Playbooks, measure types and the planner: a Situation goes in, a Plan comes out.

The package knows no web, database or queue, and neither geometry nor the application. Its rooms, from the bottom:
``terms``, ``conditions``, ``language`` (what can be said), ``texts`` and ``measures``, ``planning``, ``checks``,
``source`` (from files), and on top of these ``workbench``, ``simulation`` and ``testing``. What it offers:

- ``playbooks.source.playbook``: ``load(text, *, filename) -> Playbook`` (``PlaybookError`` with all ``Problem``s, each
  with file, line, column, path and words in both languages), ``library() -> {slug: Playbook}``, ``library_text(slug)``.
  ``Playbook.digest`` pins a use; ``Playbook.values(overrides)`` are its parameters.
- ``playbooks.language.situation``: ``Situation``, ``SituationRegion``, ``Province``: the planner's own frozen input.
- ``playbooks.planning.planner``: ``plan(playbook, situation, *, parameters=None) -> Plan``, pure.
- ``playbooks.planning.plan``: ``Plan``, ``PlanItem``, ``Omission``, ``Counts``; ``snapshot(item) -> dict`` (plain JSON
  to store), ``item_digest(snapshot) -> str``.
- ``playbooks.planning.reasons``: ``Reason(code, args)``, ``say(reason, lang) -> str``.
- ``playbooks.planning.difference``: ``difference(before: {item_key: snapshot}, after: Plan) -> (Change, …)``.
- ``playbooks.measures``: ``KINDS``, ``measure_type(kind)``; each type has ``title``, ``fields(values)``,
  ``approval_class(fields, cost_fen=, cap=)``, ``reached_ppm(fields)``, ``notes(fields, customers=, figures=)``,
  ``estimate(counts_by_segment, window_days=, fields=, figures=, parts=)``, ``instruction(InstructionContext)``,
  ``reverse_instruction(InstructionContext)``, ``tasks(item, fields=)``, ``delivery`` (those of ``BY_TASKS`` are carried
  out by its tasks), ``cost_model``, ``success``, ``landing``; ``share_fen(cap, customers=)`` splits a cap over batches.
- ``playbooks.measures.instruction``: ``schema()``, ``validate(document)`` of ``instruction/1``.
- ``playbooks.texts.messages``: ``render(template, values=, lang=, prefix=) -> Message``.
- ``playbooks.texts.sms``: ``count_parts(text) -> PartCount``.
- ``playbooks.testing.check``: ``run_tests(playbook) -> (CheckResult, …)``.
- ``playbooks.workbench.read_view``: ``describe(playbook, exercise_prefix=) -> dict`` for the page that people read.
"""
