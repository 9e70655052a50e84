"""One SMTP conversation, with the moment kept in mind from which a notice may have been taken."""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.message import EmailMessage

from notifications.delivery import Outcome, Refused, Sent, Unknown
from notifications.outbound import AddressRule, connect


class CheckedSession(smtplib.SMTP):
    """smtplib's session over a socket whose address was checked; TLS still checks the host's name."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout_s: float,
        rule: AddressRule,
        implicit: ssl.SSLContext | None = None,
    ) -> None:
        self._rule = rule
        self._implicit = implicit
        # A fixed EHLO name: the machine's own is nobody's business and looking it up may hang.
        super().__init__(host, port, local_hostname="tongxin", timeout=timeout_s)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = connect(host, port, timeout_s=timeout, rule=self._rule)
        if self._implicit is None:
            return plain
        return self._implicit.wrap_socket(plain, server_hostname=host)


def transfer(session: smtplib.SMTP, message: EmailMessage, *, sender: str, recipient: str) -> Outcome:
    """Walk through MAIL, RCPT and DATA, keeping apart what happened before the text was on the wire."""
    try:
        for code, reply in (session.mail(sender), session.rcpt(recipient)):
            if not 200 <= code < 300:
                return _smtp_refusal(code, reply)
    except (smtplib.SMTPException, OSError) as error:
        return Refused("no_session", f"the mail server broke off before the text: {error}", retryable=True)
    try:
        code, reply = session.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # 354 was not given: no text was written
        return _smtp_refusal(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Unknown(f"the mail server's answer to the text was lost: {type(error).__name__} {error}")
    if not 200 <= code < 300:
        return _smtp_refusal(code, reply)
    return Sent(reference=str(message["Message-ID"]), state="accepted")


def _smtp_refusal(code: int, reply: bytes | str) -> Refused:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Refused(f"smtp_{code}", text[:200], retryable=400 <= code < 500)
