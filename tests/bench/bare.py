"""What our sync is measured against: a Flask route that puts ten rows into a table, and no more.

The same server, the same body, one transaction, the same care that it is on the disk.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

DATABASE = os.environ.get("BENCH_BARE_DATABASE", "")
_TABLE = """CREATE TABLE IF NOT EXISTS bare_mark (
    op_id text PRIMARY KEY, entity text, seen text, captured_at text, actor integer)"""

app = Flask(__name__)
_local = threading.local()


def _connection() -> Any:
    """One connection for each thread of the server, kept open."""
    if not hasattr(_local, "connection"):
        _local.connection = connect(DATABASE)
    return _local.connection


def connect(database: str) -> Any:
    if database.startswith("postgresql"):
        return psycopg.connect(database.replace("+psycopg", ""), autocommit=True)
    connection = sqlite3.connect(database, timeout=15, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def make_table(database: str) -> None:
    connection = connect(database)
    connection.execute(_TABLE)
    connection.close()


@app.post("/api/v1/sync")
def insert() -> ResponseReturnValue:
    rows = [
        (op["op_id"], op["entity"], op["body"]["seen"], op["captured_at"], op["actor"])
        for op in request.get_json()["ops"]
    ]
    connection = _connection()
    if isinstance(connection, psycopg.Connection):
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bare_mark VALUES (%s, %s, %s, %s, %s)", rows)
    else:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO bare_mark VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    return jsonify(results=[{"op_id": row[0], "status": "applied"} for row in rows])
