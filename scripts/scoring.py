"""What scripts/accuracy counts: clusterings, boundaries, multisets; whole numbers and fractions.

    python3 scripts/scoring.py

runs the self-test on small cases computed by hand. A score that has nothing to be a share of is
None. Clusterings come as contingency cells: (predicted cluster, true cluster) → members in both.
"""

from collections import Counter
from fractions import Fraction


def ratio(part, whole):
    """The exact share, or None of nothing."""
    return Fraction(part, whole) if whole else None


def harmonic_mean(one, other):
    """The F1 of a precision and a recall; None if one of them is."""
    if one is None or other is None:
        return None
    return 2 * one * other / (one + other) if one + other else Fraction(0)


def percent(share, decimals=1):
    """A share as text, never rounded up: `100` means all of it; None is a dash."""
    if share is None:
        return "–"
    if share == 1:
        return "100"
    scale = 10 ** decimals
    scaled = int(abs(share) * 100 * scale)
    sign = "-" if share < 0 and scaled else ""
    return f"{sign}{scaled // scale}.{scaled % scale:0{decimals}d}"


def shares(common, predicted, actual):
    """Precision, recall and F1 of counts: what is in both, what was predicted, what is true."""
    return {
        "precision": ratio(common, predicted),
        "recall": ratio(common, actual),
        "f1": ratio(2 * common, predicted + actual),
    }


def contingency(labels):
    """The cells of (predicted, true) labels of members; no label is a cluster of its own."""
    cells = Counter()
    for number, (predicted, true) in enumerate(labels):
        own = ("without a label", number)
        cells[own if predicted is None else predicted, own if true is None else true] += 1
    return cells


def pairs(size):
    """How many pairs a cluster has."""
    return size * (size - 1) // 2


def sizes(cells, side):
    """Cluster → members: of the predicted clusters (side 0) or of the true ones (side 1)."""
    found = Counter()
    for cell, count in cells.items():
        found[cell[side]] += count
    return found


def pairwise(cells):
    """Which pairs are together: the counts of pairs and their precision, recall and F1."""
    common = sum(map(pairs, cells.values()))
    predicted, actual = (sum(map(pairs, sizes(cells, side).values())) for side in (0, 1))
    counts = {"common": common, "predicted": predicted, "true": actual}
    return counts | shares(common, predicted, actual)


def b_cubed(cells):
    """The mean over members of the share of their cluster that is theirs, in both directions."""
    precision, recall = (_mean_purity(cells, side) for side in (0, 1))
    return {"precision": precision, "recall": recall, "f1": harmonic_mean(precision, recall)}


def _mean_purity(cells, side):
    size = sizes(cells, side)
    squares = Counter()
    for cell, count in cells.items():
        squares[size[cell[side]]] += count * count
    total = sum((Fraction(square, whole) for whole, square in squares.items()), Fraction(0))
    return total / sum(cells.values()) if cells else None


def broken_pairs(cells, side):
    """Cluster → its pairs that the other side does not have together, where there are any.

    Side 0: the wrong pairs of the predicted clusters; side 1: the lost pairs of the true ones.
    """
    whole = {cluster: pairs(size) for cluster, size in sizes(cells, side).items()}
    for cell, count in cells.items():
        whole[cell[side]] -= pairs(count)
    return {cluster: broken for cluster, broken in whole.items() if broken}


def boundaries(sequences):
    """Where the label changes along sequences of (predicted, true) labels: counts and scores."""
    common = predicted = actual = 0
    for sequence in sequences:
        for one, next_one in zip(sequence, sequence[1:]):
            is_predicted, is_true = (_differ(one[side], next_one[side]) for side in (0, 1))
            predicted += is_predicted
            actual += is_true
            common += is_predicted and is_true
    counts = {"common": common, "predicted": predicted, "true": actual}
    return counts | shares(common, predicted, actual)


def _differ(one, other):
    return one is None or other is None or one != other


def match_multisets(expected, found):
    """Matches lists of details by key: what is in both, how much of it equal, what is left over.

    Equal details of a key are matched first, then the rest in order; `missed` and `invented` are
    lists of (key, detail).
    """
    matched = equal = 0
    missed, invented = [], []
    for key in sorted(set(expected) | set(found)):
        wanted, given = Counter(expected.get(key, ())), Counter(found.get(key, ()))
        same = (wanted & given).total()
        left, over = list((wanted - given).elements()), list((given - wanted).elements())
        unequal = min(len(left), len(over))
        equal += same
        matched += same + unequal
        missed += [(key, detail) for detail in left[unequal:]]
        invented += [(key, detail) for detail in over[unequal:]]
    return {"matched": matched, "equal": equal, "missed": missed, "invented": invented}


def _test_clusterings():
    # Predicted {a b c}{d e}, true {a b}{c d e}: of four pairs on either side two are common.
    cells = contingency([("P", "S"), ("P", "S"), ("P", "T"), ("Q", "T"), ("Q", "T")])
    assert pairwise(cells) == {
        "common": 2, "predicted": 4, "true": 4,
        "precision": Fraction(1, 2), "recall": Fraction(1, 2), "f1": Fraction(1, 2)}
    # a and b 2/3, c 1/3, d and e 1: (2/3 + 2/3 + 1/3 + 1 + 1) / 5.
    mean = Fraction(11, 15)
    assert b_cubed(cells) == {"precision": mean, "recall": mean, "f1": mean}
    assert broken_pairs(cells, 0) == {"P": 2} and broken_pairs(cells, 1) == {"T": 2}

    # Everything in one cluster: nothing is lost, a third of the pairs is right.
    cells = contingency([("P", "S"), ("P", "S"), ("P", "T"), ("P", "T")])
    assert pairwise(cells)["precision"] == Fraction(1, 3) and pairwise(cells)["recall"] == 1
    assert b_cubed(cells) == {
        "precision": Fraction(1, 2), "recall": Fraction(1), "f1": Fraction(2, 3)}
    assert broken_pairs(cells, 0) == {"P": 4} and broken_pairs(cells, 1) == {}

    # Nobody joined: what was predicted is right, of nothing; no label is nobody's.
    cells = contingency([(None, "S"), (None, "S"), ("P", None)])
    assert pairwise(cells)["precision"] is None and pairwise(cells)["recall"] == 0
    assert pairwise(cells)["f1"] == 0
    assert b_cubed(cells)["precision"] == 1 and b_cubed(cells)["recall"] == Fraction(2, 3)
    assert pairwise(Counter())["f1"] is None and b_cubed(Counter())["f1"] is None


def _test_boundaries():
    # True changes after 2 and 3, predicted after 1 and 3; the second sequence has no pair.
    sequence = [("P", "S"), ("Q", "S"), ("Q", "T"), ("R", "S")]
    score = boundaries([sequence, [("P", "S")], []])
    assert (score["common"], score["predicted"], score["true"]) == (1, 2, 2)
    assert score["f1"] == Fraction(1, 2)
    assert boundaries([[(None, "S"), (None, "S")]])["precision"] == 0
    assert boundaries([])["f1"] is None


def _test_multisets():
    expected = {"a": [1, 2, 2], "b": [5], "c": [7]}
    found = {"a": [2, 3], "b": [5, 5], "d": [9]}
    assert match_multisets(expected, found) == {
        "matched": 3, "equal": 2, "missed": [("a", 2), ("c", 7)], "invented": [("b", 5), ("d", 9)]}
    assert match_multisets({}, {}) == {"matched": 0, "equal": 0, "missed": [], "invented": []}


def _test_numbers():
    assert percent(Fraction(1)) == "100" and percent(None) == "–" and percent(Fraction(0)) == "0.0"
    assert percent(Fraction(99999, 100000)) == "99.9" and percent(Fraction(1, 3), 2) == "33.33"
    assert percent(Fraction(5, 2)) == "250.0" and percent(Fraction(1, 1000), 2) == "0.10"
    assert harmonic_mean(Fraction(0), Fraction(0)) == 0 and harmonic_mean(None, Fraction(1)) is None


def main():
    """Runs the self-test."""
    for test in (_test_clusterings, _test_boundaries, _test_multisets, _test_numbers):
        test()
    print("scoring: the hand-computed cases agree")


if __name__ == "__main__":
    main()
