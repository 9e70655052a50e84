"""Staff notices by SMS over SMPP 3.4, as one transceiver session of ours at the operator's own SMSC.

A notice longer than one SMS goes out in parts with a user data header (70/67 characters of Chinese). Each part asks
for its delivery report; the channel joins them and tells of ``delivered`` when every part is. SMPP has no key of the
sender's that an SMSC would keep: what was sent under a key is known only while this process lives, and a second copy
may arrive twice.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from notifications import sms
from notifications.channel import Channel
from notifications.channels._smpp_books import PartBooks, worst
from notifications.channels._smpp_session import NoAnswer, NotWritten, Session, Waiting
from notifications.channels._smpp_settings import ExerciseSmppSettings, LiveSmppSettings, SmppSettings
from notifications.delivery import Delivery, NoticeReceipt, NoticeState, Outcome, Refused, Sent, Unknown, World
from notifications.endpoint import Settings
from notifications.heard import Forged, Heard, Report
from notifications.notice import AddressKind, StaffNotice
from notifications.outbound import AddressRule, OwnNetworks, connect
from notifications.smpp import pdu as smpp
from notifications.smpp.parts import SHORT_CODE, parts_of
from notifications.smpp.pdu import Address, Pdu, PduError, ShortMessage
from notifications.smpp.receipts import STATES, heard
from notifications.smpp.refusals import bind_refusal, submit_refusal, torn
from notifications.sms_text import SmsText

#: What the sms simulator calls itself in its bind_transceiver_resp.
SIMULATOR_ID = "tongxin-sim-sms"
#: An SMSC that could not be reached is not tried again for so long just to see what waits there.
_PAUSE_S = 5.0
#: ESME_RX_P_APPN: the SMSC need not bring it again.
_FOR_GOOD = 0x65


class SmsSmpp(Channel):
    """What both worlds have in common; they differ in how the session begins and who may answer."""

    name: ClassVar[str] = "sms_smpp"
    address_kind: ClassVar[AddressKind] = "phone"
    dedupes: ClassVar[bool] = False
    can_ask: ClassVar[bool] = True
    can_answer: ClassVar[bool] = True

    def __init__(self, settings: SmppSettings, *, world: World) -> None:
        super().__init__(settings, world=world)
        self._smpp = settings
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._books = PartBooks()
        self._collected: dict[str, Waiting] = {}
        self._not_before_s = 0.0

    def send(self, delivery: Delivery) -> Outcome:
        """Submit a notice part by part. Sent means: the SMSC took every part; ``reference`` holds their ids."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        try:
            bodies = self.compose(notice, key=delivery.key)
        except (sms.TooLong, PduError) as error:
            return Refused("bad_document", str(error))
        session = self._up()
        if isinstance(session, Refused):
            return session
        ids: list[str] = []
        for body in bodies:
            answer = self._submit(session, body)
            if not isinstance(answer, str):
                return answer if not ids else torn(answer, taken=len(ids), of=len(bodies))
            ids.append(answer)
        self._books.remember(delivery.key, ids)
        return Sent(reference=" ".join(ids), state="submitted")

    def compose(self, notice: StaffNotice, *, key: str) -> list[ShortMessage]:
        """Return a notice as the submit_sm of its parts, prefix and header counted in."""
        text = SmsText(notice, world=self.world).whole(most_parts=self._smpp.most_parts)
        return parts_of(text, to=notice.to, source=self._smpp.source, key=key, lasts_s=notice.lasts_s)

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """Ask for each part by the id that the SMSC gave it; a key that this process did not send is unknown."""
        ids = self._books.ids(key)
        if not ids:
            return NoticeReceipt(key, "unknown", note="SMPP knows no key of ours, and this process sent nothing by it")
        session = self._up()
        if isinstance(session, Refused):
            return NoticeReceipt(key, "unknown", note=session.message)
        states = [self._state_of(session, message_id) for message_id in ids]
        return NoticeReceipt(key, worst(states), reference=" ".join(ids))

    def parse_reply(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
        """Read one deliver_sm PDU. Pure; the line itself is its only proof, so only :meth:`collect` should feed it."""
        try:
            pdu = smpp.decode(raw)
            if pdu.command != smpp.DELIVER_SM:
                raise PduError("it is no deliver_sm")
            return (heard(smpp.decode_message(pdu.body), arrival=f"{now.timestamp()}:{pdu.sequence}"),)
        except PduError as error:
            raise Forged(f"not a deliver_sm: {error}") from error

    def collect(self, *, within_s: float = 0.0) -> tuple[Heard, ...]:
        """Return what the SMSC delivered and is not settled; parts that are still open are kept back and settled."""
        if time.monotonic() < self._not_before_s:
            return ()
        session = self._up()
        if isinstance(session, Refused):
            self._not_before_s = time.monotonic() + _PAUSE_S
            return ()
        found: list[Heard] = []
        for waiting in session.waiting(within_s=within_s):
            try:
                one = heard(smpp.decode_message(waiting.pdu.body), arrival=waiting.arrival)
            except PduError:
                session.settle(waiting, status=_FOR_GOOD)
                continue
            joined = self._books.joined(one) if isinstance(one, Report) else one
            if joined is None:
                session.settle(waiting)
                continue
            self._collected[joined.id] = waiting
            found.append(joined)
        return tuple(found)

    def settle(self, heard: Sequence[Heard]) -> None:
        """Answer the deliver_sm of each: the SMSC forgets it."""
        with self._lock:
            session = self._session
        for one in heard:
            waiting = self._collected.pop(one.id, None)
            if waiting is not None and session is not None:
                session.settle(waiting)

    def close(self) -> None:
        """Unbind and close the line."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def _up(self) -> Session | Refused:
        with self._lock:
            if self._session is not None and self._session.is_up:
                return self._session
            self._collected.clear()
            made = self._bound()
            self._session = made if isinstance(made, Session) else None
            return made

    def _bound(self) -> Session | Refused:
        where = f"{self._smpp.host}:{self._smpp.port}"
        try:
            link = self._connect()
        except OSError as error:
            return Refused("unreachable", f"SMSC {where}: {error}", retryable=True)
        settings = self._smpp
        session = Session(link, timeout_s=settings.timeout_s, window=settings.window, pulse_s=settings.pulse_s)
        try:
            answer = session.request(smpp.BIND_TRANSCEIVER, smpp.encode_bind(self._credentials()))
            refused = bind_refusal(answer, where) or self._stranger(answer, where)
        except (NotWritten, NoAnswer) as error:
            refused = Refused("unreachable", f"SMSC {where}: bind: {error}", retryable=True)
        except PduError as error:
            refused = Refused("bad_bind", f"SMSC {where}: {error}")
        if refused is None:
            return session
        session.close()
        return refused

    def _submit(self, session: Session, message: ShortMessage) -> str | Refused | Unknown:
        try:
            answer = session.request(smpp.SUBMIT_SM, smpp.encode_message(message))
        except NotWritten as error:
            return Refused("unreachable", str(error), retryable=True)
        except NoAnswer as error:
            return Unknown(f"submit_sm: {error}")
        if answer.status:
            return submit_refusal(answer)
        try:
            return smpp.decode_text(answer.body) or Unknown("the SMSC took it without giving a message id")
        except PduError as error:
            return Unknown(f"submit_sm_resp cannot be read: {error}")

    def _state_of(self, session: Session, message_id: str) -> NoticeState:
        body = smpp.encode_query(smpp.Query(message_id, Address(*SHORT_CODE, self._smpp.source)))
        try:
            answer = session.request(smpp.QUERY_SM, body)
            if answer.status:
                return "unknown"
            return STATES.get(smpp.decode_queried(answer.body).state, "unknown")
        except (NotWritten, NoAnswer, PduError):
            return "unknown"

    def _connect(self) -> socket.socket:
        raise NotImplementedError

    def _credentials(self) -> smpp.Bind:
        raise NotImplementedError

    def _stranger(self, answer: Pdu, where: str) -> Refused | None:
        raise NotImplementedError


class LiveSmsSmpp(SmsSmpp):
    """SMS to real people, by the operator's own SMSC."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveSmppSettings

    def __init__(self, settings: LiveSmppSettings, *, world: World) -> None:
        super().__init__(settings, world=world)
        self._live = settings

    def _connect(self) -> socket.socket:
        live = self._live
        own = live.tls == "none"
        rule = OwnNetworks("live", live.networks) if own else AddressRule("live", networks=live.networks)
        plain = connect(live.host, live.port, timeout_s=live.timeout_s, rule=rule)
        return plain if own else ssl.create_default_context().wrap_socket(plain, server_hostname=live.host)

    def _credentials(self) -> smpp.Bind:
        return smpp.Bind(self._live.system_id, self._live.password.get_secret_value(), self._live.system_type)

    def _stranger(self, answer: Pdu, where: str) -> Refused | None:
        if smpp.decode_text(answer.body) == SIMULATOR_ID:
            return Refused("simulator_in_live", f"{where} is a simulator; set the real SMSC")
        return None


class ExerciseSmsSmpp(SmsSmpp):
    """SMS into the sms simulator: loopback only, and the SMSC must name itself as that."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseSmppSettings

    def _connect(self) -> socket.socket:
        smsc = self._smpp
        return connect(smsc.host, smsc.port, timeout_s=smsc.timeout_s, rule=AddressRule("exercise"))

    def _credentials(self) -> smpp.Bind:
        return smpp.Bind("exercise", "exercise")

    def _stranger(self, answer: Pdu, where: str) -> Refused | None:
        if smpp.decode_text(answer.body) == SIMULATOR_ID:
            return None
        return Refused("not_a_simulator", f"{where} is not the sms simulator; an exercise sends to nothing else")
