"""GraphML, which most programs for networks read (graphml.graphdrawing.org)."""

from __future__ import annotations

from xml.etree import ElementTree

from counterwatch.coordination.export.graph import EDGE_TYPES, Graph

SPACE = "http://graphml.graphdrawing.org/xmlns"


def graphml(graph: Graph) -> bytes:
    """Return a network as GraphML; the provenance is in attributes of the graph."""
    said = graph.said()
    root = ElementTree.Element("graphml", xmlns=SPACE)
    for owner, types in (("graph", dict.fromkeys(said, "string")), ("node", {"group": "long"}), ("edge", EDGE_TYPES)):
        for name, type in types.items():
            ElementTree.SubElement(root, "key", {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": type})
    body = ElementTree.SubElement(root, "graph", edgedefault="undirected")
    _valued(body, "graph", said)
    for account, group in graph.accounts.items():
        _valued(ElementTree.SubElement(body, "node", id=account), "node", {} if group is None else {"group": group})
    for number, one, other, known in graph.ends():
        _valued(ElementTree.SubElement(body, "edge", id=str(number), source=one, target=other), "edge", known)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _valued(element: ElementTree.Element, owner: str, known: dict[str, str] | dict[str, int] | dict[str, object]) -> None:
    for name, value in known.items():
        ElementTree.SubElement(element, "data", key=f"{owner}_{name}").text = str(value)
