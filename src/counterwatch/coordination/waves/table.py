"""The waves as a table of numbers, for a spreadsheet or for somebody who counts again."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.coordination.waves.wave import Wave


def waves_table(seen: Sequence[Wave]) -> str:
    """Return a row per wave as CSV; moments are UTC. Nothing in it was written by anybody: there are only numbers and times."""
    import polars as pl

    rows = [
        {
            "first_message": each.first, "last_message": each.last, "days": each.days, "messages": each.messages, "accounts": each.accounts,
            "usual_per_day": each.usual, "usual_low": each.usual_low, "usual_high": each.usual_high, "chance": each.chance,
            "accounts_new": each.new.count, "usual_accounts_new": each.new.usual_count, "usual_accounts_a_day": each.new.usual_of,
            "accounts_with_known_creation": each.young.of, "of_these_made_within_30_days": each.young.count,
            "usual_accounts_with_known_creation": each.young.usual_of, "usual_of_these_made_within_30_days": each.young.usual_count,
            "messages_with_a_shared_text": each.repeated, "shared_texts": each.texts, "most_messages_of_one_account": each.most_of_one,
            "most_answers_to_one_post": each.most_answers, "most_within_60_minutes": each.busiest, "these_begin": each.busiest_from,
            "groups": len(each.groups), "accounts_in_groups": sum(each.groups),
        }
        for each in seen
    ]  # fmt: skip
    moments = pl.col("first_message", "last_message", "these_begin")
    table = pl.DataFrame(rows).with_columns(moments.cast(pl.Datetime("ms")).dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return table.with_columns(pl.col(pl.Float64).round_sig_figs(6)).write_csv()
