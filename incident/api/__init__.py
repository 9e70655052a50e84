'''The JSON API under /api/v1, one module a noun, each with a `blueprint`. A module is written like this:

    blueprint = APIBlueprint("tasks", __name__, url_prefix="/api/v1/tasks", tag="tasks")

    class Decline(Body):                                # incident.schemas.Body: strict, no unknown fields
        reason: str = Field(min_length=1, max_length=2000)

    @blueprint.post("/<uuid:task_id>/decline")
    @blueprint.input(Decline, arg_name="body")          # refusals name the field, in both languages
    @policy("task.decline")                             # who may; the app does not start without one
    def decline(task_id: UUID, body: Decline) -> Response:
        """Decline a task, with the reason."""
        place = reach(Task, task_id)                    # 404 outside the caller's rooms, 403 without the right
        revision = base_revision()                      # from If-Match; checked inside the command
        return carry_out(                               # Idempotency-Key, one transaction, stored answer
            lambda tx, actor: decline_task(
                tx, actor, task_id=str(task_id), reason=body.reason, revision=revision
            ),
            streams=[place.stream],
        )

Reads open `with reading() as session:`, which is narrowed to the caller's rooms; nothing else reads incident rows.
`current()` is the caller (`rooms`, `may(action, province)`, `require_room(room)`), `house()` the house. Refusals
are raised, never returned. Declaring one is enough: problem details, headers, limits and CSRF come by themselves.
'''
