"""One connection to a running service, for pictures and sounds."""

from __future__ import annotations

import http.client
import json
import sys
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models" / "recipes"))

BOUNDARY = "a-boundary-that-no-file-holds-7d2c"


class Service:
    """Not thread-safe. An answer other than 200 ends the measurement."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=120)

    def has(self, model: str) -> bool:
        """Whether that model is ready."""
        self._connection.request("GET", f"/v2/models/{model}/ready")
        answer = self._connection.getresponse()
        answer.read()
        return answer.status == 200

    def look(self, task: str, model: str, pictures: Sequence[bytes], **options: Any) -> list[dict[str, Any]]:
        """What the model sees in each of the encoded pictures, which are sent in one request."""
        query = urlencode({"model": model, **options})
        parts = [("image", f"{index}.bin", picture) for index, picture in enumerate(pictures)]
        return self.form(f"/v1/images/{task}?{query}", {}, parts)["images"]

    def form(self, path: str, fields: Mapping[str, Any], files: Iterable[tuple[str, str, bytes]]) -> dict[str, Any]:
        """Posts multipart/form-data (RFC 7578)."""
        body = bytearray()
        for name, value in fields.items():
            body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, file, content in files:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
        body += f"--{BOUNDARY}--\r\n".encode()
        return json.loads(self._post(path, bytes(body), f"multipart/form-data; boundary={BOUNDARY}"))

    def speak(self, model: str, text: str) -> bytes:
        """A WAV file."""
        request = {"model": model, "input": text, "response_format": "wav"}
        return self._post("/v1/audio/speech", json.dumps(request).encode(), "application/json")

    def _post(self, path: str, body: bytes, kind: str) -> bytes:
        self._connection.request("POST", path, body, {"Content-Type": kind})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}: {content.decode(errors='replace')[:500]}")
        return content
