"""Identity without conflicts is plain connected components: identity_judge.py WORLDS.json

Recomputes with networkx which vertices are one customer, in worlds where no identifier can be
vetoed, and compares partitions. WORLDS.json is a list of worlds; a world has `vertices`, each with
`tokens` ([strength, kind, value] with strength unique, strong, shared or weak), `legs` (positions
it is a leg of), `day` (nothing of what is so at all times) and `customer`, the answer under judgement.
No identifier but a unique one may make a customer of more than `names` unique and strong ones.
"""

import json
import sys
from collections import Counter

import networkx
from networkx.utils import UnionFind

SHARED_LIMIT, STRONG_LIMIT, DEVICE_LIMIT = 1, 8, 1
SILENCE = 180
KINDS = ["customer", "account", "email", "social", "phone", "device", "cookie"]


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


def spells_of(days):
    """Groups that carry a phone on days → the number of the stretch without a silence they are in."""
    timeline = networkx.Graph()
    timeline.add_nodes_from(range(min(map(min, days.values())), max(map(max, days.values())) + 1))
    for group in days.values():
        networkx.add_path(timeline, range(min(group), max(group) + 1))
    used = sorted({day for group in days.values() for day in range(min(group), max(group) + 1)})
    for day, following in zip(used, used[1:]):
        if following - day < SILENCE:
            networkx.add_path(timeline, range(day, following + 1))
    pieces = [piece for piece in networkx.connected_components(timeline) if piece & set(used)]
    pieces.sort(key=min)
    return {group: number for group, shown in days.items()
            for number, piece in enumerate(pieces) if min(shown) in piece}


def epochs_of(carriers, days, held):
    """The holders of a phone one after another, as lists of groups; None if nobody can tell."""
    dated = {group: days[group] for group in carriers if days.get(group)}
    spells = spells_of(dated) if dated else {}
    names = {group: met_by([group], held) for group in carriers}
    seen = {}
    for group, spell in spells.items():
        for name in names[group]:
            seen.setdefault(name, set()).add(spell)
    where, seen_by_all = dict(spells), {name: set(shown) for name, shown in seen.items()}
    for group in set(carriers) - set(spells):
        found = set().union(*(seen.get(name, set()) for name in names[group]))
        if not found:
            return None
        where[group] = min(found)
        for name in names[group]:
            seen_by_all.setdefault(name, set()).update(found)
    holders = networkx.Graph()
    last = max(spells.values(), default=0)
    holders.add_nodes_from(range(last + 1))
    for spell in range(last):
        before = {name for name, shown in seen_by_all.items() if min(shown) <= spell}
        after = {name for name, shown in seen_by_all.items() if max(shown) > spell}
        if not before or not after or before & after:
            holders.add_edge(spell, spell + 1)
    return [[group for group in carriers if where[group] in component]
            for component in networkx.connected_components(holders)]


def order(token):
    """The order in which identifiers join: by kind, stronger ones first, then by hash."""
    namespace, value = token[2].split(":")
    return KINDS.index(token[1]), value, namespace


def expected_partition(vertices, limit):
    roots = groups_of_legs(vertices)
    held, carriers, days = {}, {}, {}
    for place, vertex in enumerate(vertices):
        tokens = {tuple(token) for token in vertex["tokens"]}
        held.setdefault(roots[place], set()).update(tokens)
        for token in tokens:
            carriers.setdefault(token, set()).add(roots[place])
            if vertex.get("day") is not None:
                days.setdefault(token, {}).setdefault(roots[place], set()).add(vertex["day"])
    for phone in [token for token in carriers if token[1] == "phone"]:
        if not is_of_several(carriers[phone], held):
            continue
        epochs = epochs_of(carriers[phone], days.get(phone, {}), held) or []
        if len(epochs) < 2:
            continue
        del carriers[phone]
        for number, groups in enumerate(epochs):
            epoch = (*phone[:2], f"{phone[2]} in epoch {number}")
            carriers[epoch] = set(groups)
            for group in groups:
                held[group] = held[group] - {phone} | {epoch}
    graph = networkx.Graph()
    graph.add_nodes_from(held)
    joined = set()
    sets, names = UnionFind(held), Counter()
    for token in sorted(carriers, key=order):
        groups = carriers[token]
        customers = {sets[group] for group in groups}
        known = sum(names[customer] for customer in customers)
        if not bridges(token, groups, held):
            continue
        if token[0] != "unique" and len(customers) > 1 and known > limit:
            continue
        sets.union(*groups)
        names[sets[min(groups)]] = known + (token[0] in ("unique", "strong"))
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
        expected, ambiguous = expected_partition(vertices, world["names"])
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
