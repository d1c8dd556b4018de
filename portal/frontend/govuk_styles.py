"""Takes out of govuk-frontend's style sheet what only service.gov.uk may use.

The portal is not on service.gov.uk, so the GDS Transport font, the crown, the crest and the
GOV.UK brand colour may not appear in it.
"""

import re

BRAND_COLOUR = "#12436d"
FONT_STACK = '"Helvetica Neue",Helvetica,Arial,sans-serif'

_GOVUK_BRAND_COLOUR = "#1d70b8"
_FONT_NOTICE = re.compile(r"/\*![^*]*?Margaret Calvert.*?\*/", re.DOTALL)
_FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_FONT_FAMILY = re.compile(r"font-family:\s*\"?GDS Transport\"?[^;}]*")
_CROWN_OR_CREST_RULE = re.compile(
    r"[^{}]*(?:__crown|__logotype|__copyright-logo)[^{}]*\{[^{}]*\}|[^{}]*\{[^{}]*govuk-crest[^{}]*\}"
)
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def without_government_identity(css: str) -> str:
    """govuk-frontend's style sheet with our font stack and our brand colour."""
    for unwanted in (_FONT_NOTICE, _FONT_FACE, _CROWN_OR_CREST_RULE, _SOURCE_MAP):
        css = unwanted.sub("", css)
    css = _FONT_FAMILY.sub(f"font-family:{FONT_STACK}", css)
    return re.sub(_GOVUK_BRAND_COLOUR, BRAND_COLOUR, css, flags=re.IGNORECASE)
