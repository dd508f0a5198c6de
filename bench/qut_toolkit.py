"""Run the QUT coordination network toolkit on a CSV file with its eight columns, as its own command does, and write its edges.

    uv run --with coordination-network-toolkit python bench/qut_toolkit.py NETWORK MESSAGES.csv EDGES.csv WINDOW_SECONDS [LEAST_WEIGHT]

Two lines are printed: seconds for reading, seconds for the network. A process of its own: it starts others by forking.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

from coordination_network_toolkit import compute_networks
from coordination_network_toolkit.output import write_output
from coordination_network_toolkit.preprocess import preprocess_csv_files

NETWORKS = {
    "co_retweet": compute_networks.compute_co_retweet_parallel,
    "co_tweet": compute_networks.compute_co_tweet_network,
    "co_reply": compute_networks.compute_co_reply_network,
    "co_link": compute_networks.compute_co_link_network,
    "co_post": compute_networks.compute_co_post_network,
}


def main() -> None:
    network, messages, edges, window, *least = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "messages.db")
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            preprocess_csv_files(database, [messages])
        read = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            NETWORKS[network](database, float(window), min_edge_weight=int(*least or [1]), n_threads=os.cpu_count() or 1)
        done = time.perf_counter()
        write_output(database, network, edges, "csv")
    print(f"{read - begin:.3f}\n{done - read:.3f}")


if __name__ == "__main__":
    main()
