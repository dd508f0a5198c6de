"""Write a small collection of invented posts to posts.csv: a town of readers, among them groups that boost links of others on a plan."""

import csv

import numpy as np

from counterwatch.coordination.worlds.collection import collection

layer = collection("p_borrowed", np.random.default_rng(3)).layers["link"]
actions = layer.arrays()
with open("posts.csv", "w", newline="", encoding="utf-8") as file:  # noqa: PTH123
    writer = csv.writer(file)
    writer.writerow(("post_id", "user_id", "timestamp", "urls", "text"))
    for number in np.argsort(actions["time"], kind="stable").tolist():
        account, object, time = (int(actions[name][number]) for name in ("account", "object", "time"))
        writer.writerow(
            (number, f"reader{account:04}", time // 1000, f"https://example.org/page/{object}?utm_source=feed", f"看 @reader0001 {object}")
        )
