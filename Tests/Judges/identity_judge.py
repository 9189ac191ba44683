"""Identity without conflicts is plain connected components: identity_judge.py WORLDS.json

Recomputes with networkx which vertices are one customer, in worlds where no identifier can be
vetoed, and compares partitions. WORLDS.json is a list of worlds; a world has `vertices`, each with
`tokens` ([strength, kind, value] with strength unique, strong, shared or weak), `legs` (positions
it is a leg of) and `customer`, the answer under judgement.
"""

import json
import sys

import networkx

SHARED_LIMIT, STRONG_LIMIT, DEVICE_LIMIT = 1, 8, 1


def groups_of_legs(vertices):
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(vertices)))
    for place, vertex in enumerate(vertices):
        graph.add_edges_from((place, leg) for leg in vertex["legs"])
    roots = {}
    for number, group in enumerate(networkx.connected_components(graph)):
        for place in group:
            roots[place] = number
    return roots


def met_by(carriers, held):
    """The strong identifiers of the groups that carry one."""
    met = set().union(*(held[group] for group in carriers))
    return {other for other in met if other[0] in ("unique", "strong")}


def is_of_several(carriers, held):
    """Whether an identifier meets several customers."""
    unique = {}
    for other in met_by(carriers, held):
        if other[0] == "unique":
            unique.setdefault((other[1], other[2].split(":")[0]), set()).add(other)
    return any(len(ids) > SHARED_LIMIT for ids in unique.values())


def bridges(token, carriers, held):
    """Whether an identifier joins the groups that carry it."""
    if token[0] in ("unique", "strong"):
        return True
    met = met_by(carriers, held)
    if is_of_several(carriers, held):
        return False
    if token[1] in ("device", "cookie"):
        return sum(other[0] == "strong" for other in met) <= DEVICE_LIMIT
    return len(met) <= STRONG_LIMIT


def expected_partition(vertices):
    roots = groups_of_legs(vertices)
    held, carriers = {}, {}
    for place, vertex in enumerate(vertices):
        tokens = {tuple(token) for token in vertex["tokens"]}
        held.setdefault(roots[place], set()).update(tokens)
        for token in tokens:
            carriers.setdefault(token, set()).add(roots[place])
    graph = networkx.Graph()
    graph.add_nodes_from(held)
    joined = set()
    for token, groups in carriers.items():
        if bridges(token, groups, held):
            joined.update(groups)
            networkx.add_path(graph, sorted(groups))
    # Groups that own no identifier are anonymous, together by their smallest one; which is the
    # smallest is decided by hashes the judge does not know, so single ones are asked for only.
    for group in set(held) - joined:
        rest = {token for token in held[group]}
        if any(is_of_several(carriers[token], held) for token in rest):
            continue
        for other in set(held) - joined:
            if len(rest) == 1 and rest == held[other]:
                graph.add_edge(group, other)
    component = {}
    for number, groups in enumerate(networkx.connected_components(graph)):
        for group in groups:
            component[group] = number
    ambiguous = {
        place for place in roots
        if roots[place] not in joined and len(held[roots[place]]) > 1
    }
    return {place: component[roots[place]] for place in roots}, ambiguous


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        worlds = json.load(file)
    for number, world in enumerate(worlds):
        vertices = world["vertices"]
        expected, ambiguous = expected_partition(vertices)
        for one in range(len(vertices)):
            for other in range(one):
                if one in ambiguous or other in ambiguous:
                    continue
                same = vertices[one]["customer"] == vertices[other]["customer"]
                if same != (expected[one] == expected[other]):
                    sys.exit(f"world {number}: vertices {other} and {one} "
                             f"{'are' if same else 'are not'} one customer")
    print(f"{len(worlds)} worlds agree")


if __name__ == "__main__":
    main()
