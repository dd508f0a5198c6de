import os
import pathlib

import pytest


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    folder = pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", pathlib.Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared data folder is not here; set COUNTERWATCH_SHARED")
    return folder
