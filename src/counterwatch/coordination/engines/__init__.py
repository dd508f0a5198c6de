"""One file per engine that finds pairs of actions close in time; all give the same answer."""
