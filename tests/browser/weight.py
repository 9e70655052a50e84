"""What a page costs on the line: every byte that the browser got for it, compressed as it came, headers and all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page


@dataclass
class Weight:
    """Bytes received so far, by address, and over sockets: news, as much as happens while the page is opened."""

    by_url: dict[str, int] = field(default_factory=dict)
    sockets: int = 0

    @property
    def total(self) -> int:
        """What the page itself costs, whatever happens meanwhile."""
        return sum(self.by_url.values())

    def heaviest(self) -> str:
        """The ten heaviest, for the message of a failing test."""
        lines = sorted(self.by_url.items(), key=lambda item: -item[1])[:10]
        return "\n".join(f"{size:>8} {url}" for url, size in [*lines, ("sockets", self.sockets)])


def weigh(context: BrowserContext, open_page: Callable[[Page], None]) -> Weight:
    """Open a page in a context that has nothing in its cache, and weigh all that comes."""
    page = context.new_page()
    found, urls = Weight(), dict[str, str]()
    protocol = context.new_cdp_session(page)

    def on_response(told: dict[str, Any]) -> None:
        urls[told["requestId"]] = told["response"]["url"]

    def on_finished(told: dict[str, Any]) -> None:
        url = urls.get(told["requestId"], told["requestId"])
        found.by_url[url] = found.by_url.get(url, 0) + int(told["encodedDataLength"])

    def on_frame(told: dict[str, Any]) -> None:
        found.sockets += len(told["response"]["payloadData"].encode())

    protocol.on("Network.responseReceived", on_response)
    protocol.on("Network.loadingFinished", on_finished)
    protocol.on("Network.webSocketFrameReceived", on_frame)
    protocol.send("Network.enable")
    open_page(page)
    page.wait_for_load_state("networkidle")
    return found
