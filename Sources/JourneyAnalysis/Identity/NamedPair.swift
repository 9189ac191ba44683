import JourneyModel

/// Two vertices that are about one matter, in an order that depends on nothing but their names.
struct NamedPair: SortableRow {
  /// A hash of both names.
  var hash: StableHash128
  var from: UInt32
  var to: UInt32

  /// The first half of the hash.
  var sortKey: UInt64 { hash.high }

  /// Orders by names, then by vertices, which are of the same groups then.
  static func < (left: NamedPair, right: NamedPair) -> Bool {
    if left.hash != right.hash { return left.hash < right.hash }
    return left.from != right.from ? left.from < right.from : left.to < right.to
  }
}

extension IdentityMemory {
  /// Pairs of legs in the order of their names, given the legs that refer and what they refer to.
  func pairs(
    _ referring: consuming SortedRows<OwnedName>,
    names: inout ScratchRows<InteractionReference>, bytes: Int
  ) throws(ScratchError) -> SortedRows<NamedPair> {
    var pairs: RowSorter<NamedPair> = sorter("named-pairs", bytes: bytes)
    var vertex: UInt32 = 0
    names.rewind()
    var name = try names.next()
    while let row = try referring.next() {
      while vertex < row.owner {
        name = try names.next()
        vertex += 1
      }
      guard let name else { preconditionFailure("every vertex has a name") }
      var hasher = StableHasher(domain: "pair")
      hasher.combine(min(name.exact, row.exact))
      hasher.combine(max(name.exact, row.exact))
      try pairs.append(NamedPair(hash: hasher.finalize(), from: row.owner, to: row.vertex))
    }
    return try pairs.finish()
  }
}
