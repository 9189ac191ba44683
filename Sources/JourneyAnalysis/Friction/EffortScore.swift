import JourneyModel

/// A journey's effort, 0…100.
///
/// Points of one detector have diminishing returns: the largest counts whole, the second half,
/// every further one a quarter. Detectors of one family are capped at 40 together. Sums are kept
/// in quarters of a point and rounded down at the end.
struct EffortScore {
  private var pointsByDetector: [[Int32]] = Array(repeating: [], count: Detectors.all.count)
  private var quarters = Array(repeating: Int64(0), count: FrictionFamily.allCases.count)

  /// The most one family adds.
  static let familyLimit: Int64 = 40
  /// The most a journey reaches.
  static let limit: Int64 = 100

  /// Forgets all points and keeps the memory.
  mutating func removeAll() {
    for detector in pointsByDetector.indices {
      pointsByDetector[detector].removeAll(keepingCapacity: true)
    }
  }

  /// Adds one finding's points.
  mutating func add(_ points: Int32, detector: Int) { pointsByDetector[detector].append(points) }

  /// The score of the points added.
  mutating func score() -> Int32 {
    for family in quarters.indices { quarters[family] = 0 }
    for detector in pointsByDetector.indices where !pointsByDetector[detector].isEmpty {
      let family = Int(Detectors.all[detector].family.rawValue)
      pointsByDetector[detector].sort(by: >)
      for (rank, point) in pointsByDetector[detector].enumerated() {
        quarters[family] += Int64(point) * (rank == 0 ? 4 : rank == 1 ? 2 : 1)
      }
    }
    let sum = quarters.reduce(0) { $0 + min($1, 4 * EffortScore.familyLimit) }
    return Int32(min(sum / 4, EffortScore.limit))
  }
}
