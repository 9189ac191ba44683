import JourneyModel

/// The namespaces of unique-strong identifiers, and a number for each such identifier from which
/// its namespace can be told.
///
/// ```
/// namespace     crm                desk          shop
/// first          0                 5,000         7,200
/// identifiers    0 … 4,999         5,000 … 7,199  …        in the order of identifiers each
/// ```
struct Namespaces {
  /// So many namespaces are found by looking at each; real centers have a handful.
  private static let scanned = 8

  private struct Namespace: Hashable {
    var rank: UInt8
    var namespace: UInt64
  }

  private var known: [Namespace] = []
  private var others: [Namespace: Int] = [:]
  /// How many identifiers each namespace has; after `number` the first number of each.
  private var firsts: [UInt32] = []
  private var given: [UInt32] = []

  /// How many namespaces there are.
  var count: Int { known.count }

  /// Counts the next unique-strong identifier.
  mutating func count(_ token: RankedToken) {
    let namespace = Namespace(rank: token.rank, namespace: token.namespace)
    if let number = find(namespace) {
      firsts[number] += 1
      return
    }
    if known.count >= Namespaces.scanned { others[namespace] = known.count }
    known.append(namespace)
    firsts.append(1)
  }

  /// Turns counts into first numbers, which `next` and `namespace(of:)` need.
  mutating func close() {
    var first: UInt32 = 0
    for number in firsts.indices {
      (firsts[number], first) = (first, first + firsts[number])
    }
    given = firsts
  }

  /// Begins with the first identifier again.
  mutating func rewind() { given = firsts }

  /// The number of the next unique-strong identifier, in the order in which they were counted.
  mutating func next(_ token: RankedToken) -> UInt32 {
    let namespace = Namespace(rank: token.rank, namespace: token.namespace)
    guard let number = find(namespace) else { preconditionFailure("a namespace was counted") }
    given[number] += 1
    return given[number] - 1
  }

  /// The namespace of a numbered identifier.
  func namespace(of identifier: UInt32) -> Int {
    var low = 0
    var high = firsts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if firsts[middle] <= identifier { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private func find(_ namespace: Namespace) -> Int? {
    for number in 0..<min(known.count, Namespaces.scanned) where known[number] == namespace {
      return number
    }
    return known.count > Namespaces.scanned ? others[namespace] : nil
  }
}
