"""One connection to a running service, for pictures and sounds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models" / "recipes"))

from service import Connection  # noqa: E402  (on the path since the line above)

BOUNDARY = "a-boundary-that-no-file-holds-7d2c"


class Service(Connection):
    """A connection that knows pictures and sounds."""

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
        return json.loads(self.send(path, bytes(body), f"multipart/form-data; boundary={BOUNDARY}"))

    def speak(self, model: str, text: str) -> bytes:
        """A WAV file."""
        request = {"model": model, "input": text, "response_format": "wav"}
        return self.send("/v1/audio/speech", json.dumps(request).encode(), "application/json")
