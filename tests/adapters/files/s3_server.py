"""An S3 server as a process of its own, which checks every signature by its own reckoning."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.adapters.files.s3 import S3Storage, StoreLocation
from portal.adapters.files.signed_requests import Credentials
from portal.clock import now

REGION = "us-east-1"
BUCKET = "evidence"
_PATIENCE_SECONDS = 60
_USER = {"UserName": "portal", "Version": "2010-05-08"}


@dataclass(frozen=True)
class S3Server:
    host: str
    key: str = ""
    secret: str = ""

    def storage(self, secret: str = "") -> S3Storage:
        credentials = Credentials(self.key, secret or self.secret, REGION)
        return S3Storage(StoreLocation(self.host, BUCKET, is_encrypted=False), credentials, now)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> bytes:
        """An unsigned request; only possible before the server checks signatures."""
        connection = http.client.HTTPConnection(self.host, timeout=_PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        assert response.status in (200, 204), content
        return content


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """A server with one bucket and one user who may use it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = S3Server(f"127.0.0.1:{port}")
        _wait_for(process, port)
        yield _with_user(server)
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    ends_at = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < ends_at:
        assert process.poll() is None, "the S3 server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the S3 server took too long to start")


def _with_user(server: S3Server) -> S3Server:
    """Make the bucket and the user, then have every later request checked."""
    server.ask("PUT", f"/{BUCKET}")
    form = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": f"AWS4-HMAC-SHA256 Credential=x/20261124/{REGION}/iam/aws4_request",
    }
    rule = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]})
    for action in (
        {"Action": "CreateUser"},
        {"Action": "PutUserPolicy", "PolicyName": "all", "PolicyDocument": policy},
    ):
        server.ask("POST", "/", urlencode(_USER | action), **form)
    answer = server.ask("POST", "/", urlencode(_USER | {"Action": "CreateAccessKey"}), **form)
    text = answer.decode()
    key = text.split("<AccessKeyId>")[1].split("<")[0]
    secret = text.split("<SecretAccessKey>")[1].split("<")[0]
    server.ask("POST", "/moto-api/reset-auth", "0")
    return S3Server(server.host, key, secret)
