import JourneyModel

/// Counts how far customers were joined: how many interactions each has, which sources carry which
/// identifiers, and what was joined to nothing of another system.
struct JoinCells {
  /// For each source the namespace of the ids that its own system gives.
  private let namespaces: [UInt64]

  /// What a customer's legs and profiles carry.
  private struct Carried {
    /// The one system all are of; nil if they are of several.
    var system: UInt64?
    /// A bit for each kind of which one may be another system's too.
    var kinds: UInt8 = 0
  }

  /// A counter of customers of sources by position.
  init(sources: [SourceDescription]) {
    namespaces = sources.map(\.namespace)
  }

  /// Counts a customer.
  func count(_ customer: CustomerView, in tallies: inout CellTallies) {
    let size = CustomerSize(interactions: customer.count)
    tallies.add(
      CellKey(
        .customerSizes, day: CellKey.undated,
        Coordinates(Coordinate(customer.isAnonymous), Coordinate(size))), sum: Int64(customer.count)
    )
    let carried = carried(by: customer, &tallies)
    guard carried.system != nil else { return }
    for contact in customer.contacts {
      for kind in TokenKind.allCases where carried.kinds & bit(kind) == 0 {
        count(.unjoined, coordinates(contact.row.source, Coordinate(kind)), &tallies)
      }
    }
  }

  /// Counts what legs and profiles carry, one by one, and says what they carry together.
  private func carried(by customer: CustomerView, _ tallies: inout CellTallies) -> Carried {
    var all = Carried()
    var isFirst = true
    for vertex in customer.vertices where vertex.kind != .survey {
      let own = namespaces[Int(vertex.source)]
      var (kinds, joining): (UInt8, UInt8) = (0, 0)
      for token in customer.tokens(of: vertex) {
        kinds |= bit(token.kind)
        // An id that a system gives itself joins nothing of another.
        let isOwn = token.kind.strength == .uniqueStrong && token.namespace == own
        if !isOwn { joining |= bit(token.kind) }
      }
      count(.carriers, coordinates(vertex.source, .unknown), &tallies)
      for kind in TokenKind.allCases where kinds & bit(kind) != 0 {
        let sum: Int64 = joining & bit(kind) == 0 ? 0 : 1
        count(.carriers, coordinates(vertex.source, Coordinate(kind)), sum: sum, &tallies)
      }
      all.kinds |= joining
      if isFirst { all.system = own } else if all.system != own { all.system = nil }
      isFirst = false
    }
    return all
  }

  private func count(
    _ table: CellTable.Kind, _ coordinates: Coordinates, sum: Int64 = 0,
    _ tallies: inout CellTallies
  ) {
    tallies.add(CellKey(table, day: CellKey.undated, coordinates), sum: sum)
  }

  private func coordinates(_ source: UInt16, _ kind: Coordinate) -> Coordinates {
    Coordinates(Coordinate(position: Int(source)), kind)
  }

  private func bit(_ kind: TokenKind) -> UInt8 { 1 << kind.rawValue }
}
