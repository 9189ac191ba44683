import JourneyModel

/// Splits journeys that grow over a limit at their largest gaps.
///
/// The gaps between consecutive interactions form a Cartesian tree: its root is the largest gap,
/// its subtrees the parts before and after. Parts are split from the root down until each keeps
/// the limits, so the whole costs one pass. Equal gaps are ordered by the distance of starts and
/// then so that splitting halves: the position with the most trailing zero bits comes first.
struct JourneySplitter {
  /// The customer's interactions in order.
  let rows: RowSlice<InteractionRow>
  /// Only `maximumSpan` and `maximumInteractions` matter here.
  let gaps: JourneyGaps

  /// Appends the parts of a journey in order, and whether a limit cut it; `range` says which
  /// positions are its members.
  func split(
    _ range: Range<Int>, of positions: [Int], into drafts: inout [JourneyStitcher.Draft]
  ) {
    if fits(positions[range]) {
      drafts.append(JourneyStitcher.Draft(members: range, isCapped: false))
      return
    }
    let members = Array(positions[range])
    let tree = GapTree(weights: weights(of: members))
    var pending = [tree.whole]
    while let part = pending.popLast() {
      if fits(members[part.first...part.last]) {
        let first = range.lowerBound + part.first
        drafts.append(
          JourneyStitcher.Draft(
            members: first..<(range.lowerBound + part.last + 1), isCapped: true))
      } else {
        // The later part is pushed first, so parts leave in order.
        let (before, after) = tree.split(part)
        pending.append(after)
        pending.append(before)
      }
    }
  }

  private func fits(_ part: ArraySlice<Int>) -> Bool {
    guard part.count > 1, let first = part.first, let last = part.last else { return true }
    let span = rows[last].startedAt.milliseconds(since: rows[first].startedAt)
    return part.count <= gaps.maximumInteractions && span <= gaps.maximumSpan
  }

  /// The weight of the gap before each member but the first.
  private func weights(of members: [Int]) -> [GapTree.Weight] {
    var latestEnd = rows[members[0]].lastMoment
    return members.indices.dropFirst().map { index in
      let (previous, current) = (rows[members[index - 1]], rows[members[index]])
      defer { latestEnd = max(latestEnd, current.lastMoment) }
      let start = current.startedAt
      return GapTree.Weight(
        gap: max(0, start.milliseconds(since: latestEnd)),
        distance: start.milliseconds(since: previous.startedAt), position: index)
    }
  }
}

/// A Cartesian tree over the gaps of a journey; node i is the gap before member i.
private struct GapTree {
  /// What makes a gap larger than another.
  struct Weight: Comparable {
    var gap: Int64
    var distance: Int64
    var position: Int

    static func < (left: Weight, right: Weight) -> Bool {
      if left.gap != right.gap { return left.gap < right.gap }
      if left.distance != right.distance { return left.distance < right.distance }
      let zeros = (left.position.trailingZeroBitCount, right.position.trailingZeroBitCount)
      return zeros.0 != zeros.1 ? zeros.0 < zeros.1 : left.position > right.position
    }
  }

  /// A part of the members, both ends included, and the largest gap within it (0 for none).
  struct Part {
    var first: Int
    var last: Int
    var root: Int
  }

  private var left: [Int]
  private var right: [Int]
  let whole: Part

  /// The tree of the gaps before the members 1, 2, 3 and so on.
  init(weights: [Weight]) {
    left = Array(repeating: 0, count: weights.count + 1)
    right = left
    var stack: [Int] = []
    for (index, weight) in weights.enumerated() {
      let node = index + 1
      var below = 0
      while let top = stack.last, weights[top - 1] < weight {
        below = top
        stack.removeLast()
      }
      left[node] = below
      if let top = stack.last { right[top] = node }
      stack.append(node)
    }
    whole = Part(first: 0, last: weights.count, root: stack.first ?? 0)
  }

  /// The parts before and after a part's largest gap.
  func split(_ part: Part) -> (Part, Part) {
    precondition(part.root > 0, "a single interaction always keeps the limits")
    return (
      Part(first: part.first, last: part.root - 1, root: left[part.root]),
      Part(first: part.root, last: part.last, root: right[part.root])
    )
  }
}
