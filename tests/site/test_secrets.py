"""No key, token or password stands in the tree, but those that open nothing."""

from __future__ import annotations

from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("portal", "tests", "migrations", ".ci")
LEFT_OUT = {"node_modules", "built", "__pycache__", "screenshots"}
LOCKS = {"requirements.txt", "requirements-test.txt", "requirements-node.txt", "package-lock.json"}
# By the first letters of its SHA-1, so that a file may move: what looks like a secret, and is none.
HARMLESS = {
    "5baa61e4c9b9": "the word password in an example of an address",
    "9d4e1e23bd5b": "the word pass in an example of an address",
    "3e74c59ca27a": "the name of a permission",
    "7951e38f9c6a": "the name of what stands in the audit",
    "5199a39d8ab2": "the name of what stands in the audit",
    "a9c4cea2f23a": "the name of what stands in the audit",
    "a613756e0301": "the purpose of a link",
    "7f5495ac7ffa": "the default that production refuses",
    "db2b228f7875": "the password of the demonstration, which it prints",
    "68ee14f97a89": "a public key of a phone in the demonstration",
    "e9c40b0096c6": "a public key of a phone in the demonstration",
    "2e11fa5f492e": "a public key of a phone in the demonstration",
    "ce608f7a4fda": "the letters of a UPN",
    "83d27136f9bf": "the password of people in tests",
    "6809ffccad03": "a password that a test types",
    "ec32a7d018a4": "a password that a test types",
    "6bf4facde3de": "a password that a test types",
    "b0e4ea6702a5": "a password that a test types",
    "59a432121814": "a wrong key that a test uses",
    "6e2f9e6111e7": "a key that a test looks for in what is printed",
    "a0f4ea7d9149": "a key that is too short",
}


def sources() -> list[Path]:
    """Every file that is ours to write."""
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    return [
        path
        for path in [*ROOT.iterdir(), *found]
        if path.is_file() and not LEFT_OUT & set(path.parts) and path.name not in LOCKS
    ]


def secrets_in(paths: list[Path]) -> dict[str, str]:
    """What looks like a secret: the start of its hash, and where it stands. Nobody is asked."""
    found = SecretsCollection()
    with default_settings():
        for path in paths:
            found.scan_file(str(path))
    return {
        secret.secret_hash[:12]: f"{file}:{secret.line_number}: {secret.type}"
        for file, secret in found
        if Path(file) != Path(__file__)
    }


def test_no_secret_stands_in_the_tree() -> None:
    found = secrets_in(sources())

    assert [where for digest, where in found.items() if digest not in HARMLESS] == []
    assert set(HARMLESS) - set(found) == set()


def test_a_secret_would_be_found(tmp_path: Path) -> None:
    leak = tmp_path / "settings.py"
    leak.write_text('AWS_KEY = "AKIA' + "Q3EGRIR5XMPL7NVT" + '"\n')

    assert len(secrets_in([leak])) == 1
