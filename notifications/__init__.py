"""What leaves the house: messages to people, instructions to systems, and their simulators.

This package knows nothing of incidents, databases or the web. It takes values and gives values back;
it never retries, never commits, never decides who is told. Public surface:

``delivery``
    ``Delivery(key, fence, kind, document, world)``; outcomes ``Sent(reference, state, figures)``,
    ``Refused(code, message, retryable)``, ``Unknown(reason)``; ``Receipt`` (a billing batch),
    ``BroadcastReceipt`` (six delivery states), ``NoticeReceipt``, ``Stopped``, ``ExceptionRow``, ``Figures``,
    ``DocumentError``.
``registry``
    ``build(name, settings, *, world)``, ``names(world=)``, ``endpoint_class(name, world=)``,
    ``settings_schema(name, world=)``. Channels (kind ``staff_notice``): ``mail``, ``sms_http``, ``sms_smpp``,
    ``voice``, ``wecom``, ``dingtalk``, ``feishu``, ``webhook``, ``web_push``. Connectors: ``billing_tmf``
    and ``billing_file`` (``instruction/1``), ``broadcast_gateway`` (``broadcast/1``, see schemas/), ``hotline`` and
    ``hall_webhook`` (``service_notice/1``). Each has a class for the
    live world and one for the exercise; ``endpoint.py`` says why an exercise can reach nothing real.
``channel``, ``notice``, ``heard``
    ``Channel.send``, ``.ask``, ``.parse_reply``, ``.collect``, ``.settle``; ``StaffNotice``, the one document of them
    all, ``check_address``; ``Answered`` and ``Report``, what comes back, ``Forged``. docs/channels.md is the contract.
``endpoint``
    ``Endpoint.send(delivery)``, ``.query(key, fence=None)``, ``.close()``; class attributes ``name``,
    ``world``, ``role``, ``kinds``, ``at_least_once``; ``WorldError``. Broadcasts add ``.stop(key)`` and
    ``.correct(delivery)``.
``render``
    ``render(kind, values, *, language, world, more_tasks=0) -> Text(subject, body)``, ``exercise_text``,
    ``visible``; the sentences are in ``texts``.
``replies``
    ``parse_reply(bytes) -> Reply(code, answer, sender, message_id, exercise) | None``.
``throttle``
    ``offer``, ``release``, ``withdraw``, ``free_at_ms`` over ``ThrottleState``.
``simulators``
    ``python -m notifications.simulators.billing|broadcast|smtp|sms|voice|chat|push``: processes, met on the wire
    only.

What the application must keep: an ``Unknown`` of an endpoint with ``at_least_once = False`` is asked
about with ``query(key, fence=its current lease)`` and never sent again unless the answer is
``not_found``; a state ``unknown`` is parked for a person. Money in a receipt's ``intended`` is what the
instruction's own actions amount to (never above its ``cap_fen``), so a deferral intends 0 fen.
A retry of failed accounts and a reversal are deliveries of the same batch under keys of their own,
such as ``<batch>:retry-2`` and ``<batch>:reverse``; receipts are by key.
"""
