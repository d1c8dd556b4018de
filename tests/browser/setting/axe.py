"""What would keep somebody from using a page: found by axe-core, and by its width."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.setting.server import ROOT

AXE = ROOT / "portal" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_faults(page: Page) -> list[str]:
    """What axe-core objects to, with the place of each."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


def faults_of(page: Page) -> list[str]:
    """Everything that would keep somebody from using this page."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*axe_faults(page), *([f"{over} px run off the side"] if over > 0 else [])]
