"""GEXF 1.3, which Gephi reads (gexf.net, 2022)."""

from __future__ import annotations

from xml.etree import ElementTree

from counterwatch.coordination.export.graph import EDGE_TYPES, Graph
from counterwatch.core.version import __version__

SPACE = "http://gexf.net/1.3"


def gexf(graph: Graph) -> bytes:
    """Return a network as GEXF; its description holds the provenance, a line for each part."""
    root = ElementTree.Element("gexf", xmlns=SPACE, version="1.3")
    meta = ElementTree.SubElement(root, "meta")
    ElementTree.SubElement(meta, "creator").text = f"counterwatch {__version__}"
    ElementTree.SubElement(meta, "description").text = "\n".join(f"{name}: {text}" for name, text in graph.said().items())
    body = ElementTree.SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    _declared(body, "node", {"group": "long"})
    _declared(body, "edge", EDGE_TYPES)
    nodes = ElementTree.SubElement(body, "nodes")
    for account, group in graph.accounts.items():
        _valued(ElementTree.SubElement(nodes, "node", id=account, label=account), {} if group is None else {"group": group})
    edges = ElementTree.SubElement(body, "edges")
    for number, one, other, known in graph.ends():
        _valued(ElementTree.SubElement(edges, "edge", id=str(number), source=one, target=other, weight=str(known["weight"])), known)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _declared(body: ElementTree.Element, owner: str, types: dict[str, str]) -> None:
    attributes = ElementTree.SubElement(body, "attributes", {"class": owner, "mode": "static"})
    for name, type in types.items():
        ElementTree.SubElement(attributes, "attribute", id=name, title=name, type=type)


def _valued(element: ElementTree.Element, known: dict[str, int] | dict[str, object]) -> None:
    values = ElementTree.SubElement(element, "attvalues")
    for name, value in known.items():
        ElementTree.SubElement(values, "attvalue", {"for": name, "value": str(value)})
