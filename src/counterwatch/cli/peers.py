"""What another tool, or a simpler test, gives for the same posts: printed beside a word on what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from counterwatch.cli.terminal import progress, say, show, text
from counterwatch.core import Template

if TYPE_CHECKING:
    from counterwatch.api.peers import PeerNetwork
    from counterwatch.coordination.setup import PostsSetup

WROTE_EDGES = Template("cli.coordination.wrote_edges", "wrote {file}: {n} pair of accounts", "wrote {file}: {n} pairs of accounts")
LIKE_PEER = Template("cli.coordination.like_peer", "{peer}: {said}")
NO_TEST = Template(
    "cli.coordination.no_test",
    "these are the numbers of {peer}, which draws an edge wherever accounts act together often enough: they test nothing against chance",
)
NO_ENVELOPE = Template(
    "cli.coordination.no_envelope",
    "this simpler test is for comparison: it takes each shared object for a trial of its own, and finds edges where nobody coordinates",
)
PEERS = {
    "coortweet": "CooRTweet 2.1", "qut": "QUT coordination-network-toolkit 1.5", "permutation": "shuffled accounts",
    "lco": "chance per object without the community",
}  # fmt: skip
NULLS = ("permutation", "lco")


def like_peer(files: tuple[str, ...], said: Mapping[str, Any], setup: PostsSetup) -> None:
    """Print what another tool counts in the same posts, and write its edges where a file is named."""
    from counterwatch.api.peers import like_coortweet, like_null, like_qut, write_edges
    from counterwatch.coordination.duration import milliseconds

    rate = said.get("check_fdr") or 0.05
    known: dict[str, Callable[..., list[PeerNetwork]]] = {
        "coortweet": like_coortweet, "qut": like_qut, "permutation": partial(like_null, null="permutation", fdr=rate),
        "lco": partial(like_null, null="lco", fdr=rate),
    }  # fmt: skip
    asked, peer = known[said["compat"]], PEERS[said["compat"]]
    with progress() as bar:
        networks = asked(files, setup=setup, window=milliseconds(said.get("check_window") or "60s"), progress=bar)
    for each in networks:
        show(text(LIKE_PEER(peer=peer, said=each.said)))
        if (file := said["edges"]) is not None:
            file = file if len(networks) == 1 else file.with_name(f"{file.stem}-{each.name}{file.suffix}")
            write_edges(file, each.edges)
            say(WROTE_EDGES(file=str(file), n=len(each.edges)))
    say(NO_ENVELOPE() if said["compat"] in NULLS else NO_TEST(peer=peer))
