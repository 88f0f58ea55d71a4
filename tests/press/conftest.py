"""The pages that most tests of the press look at."""

import pytest

from tests.press import (
    PrintedPage,
    Style,
    lay_out,
)
from tests.press.samples import NOTICE


@pytest.fixture(scope="package")
def pages() -> tuple[PrintedPage, ...]:
    return lay_out(NOTICE, Style(seal_shift=(0, -20)))
