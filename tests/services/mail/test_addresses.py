"""Every page to which an email leads is there, and services are not told where the portal is."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

import portal
from portal.config import Settings
from portal.services.mail import addresses

FUNCTIONS = [
    function
    for _, function in inspect.getmembers(addresses, inspect.isfunction)
    if function.__module__ == addresses.__name__
]
SAMPLES = {"int": 7, "UUID": UUID(int=7), "str": "t" * 43}
ROOT = Path(portal.__file__).parent


@pytest.mark.parametrize("address", FUNCTIONS)
def test_an_address_leads_to_a_page(
    app: Flask, settings: Settings, address: Callable[..., str]
) -> None:
    given = [
        SAMPLES[str(each)] for name, each in address.__annotations__.items() if name != "return"
    ]

    led_to = address(*given)

    assert led_to.startswith(f"{settings.base_url}/")
    urls = app.url_map.bind("", url_scheme="https")
    endpoint, values = urls.match(led_to.removeprefix(settings.base_url), method="GET")
    assert endpoint in app.view_functions
    assert list(values.values()) == given


def test_there_are_addresses_to_follow() -> None:
    assert len(FUNCTIONS) > 5


def test_no_function_is_told_where_the_portal_is() -> None:
    told = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in ROOT.rglob("*.py")
        if "node_modules" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and "base_url" in {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
    ]
    assert told == []
