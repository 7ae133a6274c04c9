"""Drive Firefox as it comes from a distribution, over its own protocol (Marionette).

Messages are JSON with their length before them: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that WebDriver gives to references
# Messages of scripts and policies are told to the system only.
_ARGUMENTS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
_PATIENCE = 60.0  # seconds; only so that a test that hangs comes to an end


def firefox_path() -> str:
    """Find Firefox: named by `SITEGEN_FIREFOX`, or Debian's, or the plain one."""
    names = ("firefox-esr", "firefox")
    found = os.environ.get("SITEGEN_FIREFOX") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        raise RuntimeError("some browser tests need Firefox: apt-get install firefox-esr")
    return found


class Firefox:
    """A session with one window."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._sent = 0
        self._receive()  # what it is
        self.command("WebDriver:NewSession")

    def command(self, name: str, **parameters: Any) -> Any:
        """Run a command; return its value."""
        self._sent += 1
        message = json.dumps([0, self._sent, name, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{name}: {error['error']}: {error['message']}")
        return result.get("value", result)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _receive(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._some(1)
        body = b""
        while len(body) < int(head[:-1]):
            body += self._some(int(head[:-1]) - len(body))
        return json.loads(body)

    def _some(self, most: int) -> bytes:
        data = self._socket.recv(most)
        if not data:
            raise RuntimeError("Firefox ended")
        return data

    # ------------------------------------------------------------ a page

    def go(self, url: str) -> None:
        """Open a page, as far as its `load` event."""
        self.command("WebDriver:Navigate", url=url)

    def back(self) -> None:
        """Go one page back."""
        self.command("WebDriver:Back")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page's own world."""
        return self.command("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def wait(self, expression: str) -> Any:
        """Wait until an expression is true; return its value."""
        end = time.monotonic() + _PATIENCE
        while not (value := self.run(f"return {expression}")):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)
        return value

    def _find(self, selector: str) -> str:
        found = self.command("WebDriver:FindElement", using="css selector", value=selector)
        return str(found[_ELEMENT])

    def click(self, selector: str) -> None:
        """Click on the first element that a selector finds, as a reader does."""
        self.command("WebDriver:ElementClick", id=self._find(selector))

    def type(self, text: str, selector: str = "body") -> None:
        """Type into an element, or press single keys on the page."""
        self.command("WebDriver:ElementSendKeys", id=self._find(selector), text=text)

    def resize(self, width: int, height: int) -> None:
        """Give the window a size, and wait until its page has it: a busy machine takes a while."""
        self.command("WebDriver:SetWindowRect", width=width, height=height)
        self.wait(f"Math.abs(innerWidth - {width}) < 20")

    def errors(self, address: str) -> list[str]:
        """Return what scripts and policies of the pages below an address complained of so far."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            found = self.command(
                "WebDriver:ExecuteScript",
                args=[address],
                script="""return Services.console.getMessageArray()
                    .filter(said => said instanceof Ci.nsIScriptError)
                    .filter(said => said.sourceName.startsWith(arguments[0]) && !(said.flags & 1))
                    .map(said => said.sourceName + ": " + said.errorMessage)""",
            )
        finally:
            self.command("Marionette:SetContext", value="content")
        return list(found)


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """Start a headless Firefox with an empty profile; end it."""
    profile.mkdir()
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\n', encoding="utf-8")
    process = subprocess.Popen(
        [firefox_path(), *_ARGUMENTS, "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(profile)},
    )
    try:
        port, end = profile / "MarionetteActivePort", time.monotonic() + _PATIENCE
        while not (port.exists() and port.read_text()):
            assert process.poll() is None and time.monotonic() < end, "Firefox did not start"
            time.sleep(0.05)
        with closing(Firefox(int(port.read_text()))) as session:
            yield session
    finally:
        process.terminate()
        process.wait(_PATIENCE)
