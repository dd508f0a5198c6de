"""Python reads this at start-up where its folder is on PYTHONPATH: processes that a test starts stay offline too."""

import loopback_only  # noqa: F401
