import JourneyModel

/// Every identifier of legs and profiles once, in order, with the groups of vertices that carry it:
/// two lists in scratch space that are read side by side.
///
/// ```
/// entries    crm 7, 2 carriers    crm 8, 1    email x, 3 …
/// carriers   group 0  group 4     group 9     group 0  group 4  group 5 …
/// ```
///
/// Memory: blocks, and 4 bytes for each carrier of the identifier that has most.
struct TokenTable: ~Copyable {
  /// An identifier as it is read.
  struct Entry {
    var token: RankedToken
    /// How many groups carry it.
    var carrierCount: Int
    /// The number of a unique-strong identifier (see `Namespaces`); nil for all others.
    var number: UInt32?
    /// Whether it may unite the groups that carry it.
    var bridges: Bool
    /// Whether it may group the anonymous: not where it met too many customers.
    var groupsUnknown: Bool
  }

  private struct StoredEntry: BitwiseCopyable {
    var token: RankedToken
    var carriers: UInt32
  }

  /// The namespaces of unique-strong identifiers.
  private(set) var namespaces = Namespaces()
  /// The groups that carry an identifier, sorted, distinct; those of the one read last after
  /// `readCarriers`.
  var carriers: RowSlice<UInt32> { carrierRoom.all }

  private var carrierRoom = RowList<UInt32>()
  /// How many carriers there is room for; more was not asked of memory.
  private var room = 1024
  /// How many of these were not read.
  private var unread = 0

  private var entries: ScratchRows<StoredEntry>
  private var carrierRows: ScratchRows<UInt32>
  /// For each shared-prone identifier whether it bridges (1) and groups the unknown (2).
  private var decisions: ScratchRows<UInt8>

  /// The identifiers of sorted rows.
  init(
    _ rows: consuming SortedRows<TokenRow>, groups: borrowing DisjointSets, memory: IdentityMemory
  ) throws(ScratchError) {
    entries = memory.rows("identifiers")
    carrierRows = memory.rows("carriers")
    decisions = memory.rows("decisions")
    var row = try rows.next()
    while let first = row {
      carrierRoom.removeAll()
      repeat {
        if let row { carrierRoom.append(UInt32(groups.flatRoot(of: Int(row.vertex)))) }
        row = try rows.next()
        if carrierRoom.count == room { try makeRoom(groups.count, memory) }
      } while row?.token == first.token
      try store(first.token)
    }
    namespaces.close()
  }

  /// Doubles the room for the carriers of one identifier, if memory has it.
  private mutating func makeRoom(
    _ vertices: Int, _ memory: IdentityMemory
  ) throws(ScratchError) {
    room *= 2
    // Growing keeps the old list beside the new one for a moment.
    try memory.require(vertices * 4 + room * 6)
  }

  private mutating func store(_ token: RankedToken) throws(ScratchError) {
    if carrierRoom.count > 1 { makeDistinct() }
    if token.isUniqueStrong { namespaces.count(token) }
    try entries.append(StoredEntry(token: token, carriers: UInt32(carriers.count)))
    for group in carriers { try carrierRows.append(group) }
  }

  private mutating func makeDistinct() {
    carrierRoom.sort(by: <)
    var count = 1
    for index in 1..<carrierRoom.count where carrierRoom[index] != carrierRoom[count - 1] {
      carrierRoom[count] = carrierRoom[index]
      count += 1
    }
    carrierRoom.truncate(to: count)
  }

  /// Begins with the first identifier again.
  mutating func rewind() {
    entries.rewind()
    carrierRows.rewind()
    decisions.rewind()
    namespaces.rewind()
    unread = 0
  }

  /// The next identifier; nil after the last.
  mutating func next() throws(ScratchError) -> Entry? {
    guard let stored = try entries.next() else { return nil }
    if unread > 0 { try carrierRows.skip(unread) }
    unread = Int(stored.carriers)
    let token = stored.token
    var entry = Entry(
      token: token, carrierCount: unread,
      bridges: token.isUniqueStrong && !token.isApart || token.isStrong,
      groupsUnknown: true)
    if token.isUniqueStrong { entry.number = namespaces.next(token) }
    if token.isSharedProne, let decision = try decisions.next() {
      entry.bridges = decision & 1 != 0
      entry.groupsUnknown = decision & 2 != 0
    }
    return entry
  }

  /// Reads the carriers of the identifier read last.
  mutating func readCarriers() throws(ScratchError) {
    carrierRoom.removeAll()
    try carrierRows.read(unread, into: &carrierRoom)
    unread = 0
  }

  /// The next identifier without its carriers, for a reading that asks for none.
  mutating func nextToken() throws(ScratchError) -> RankedToken? { try entries.next()?.token }

  /// Notes about the next shared-prone identifier whether it bridges and groups the unknown.
  mutating func decide(bridges: Bool, groupsUnknown: Bool) throws(ScratchError) {
    try decisions.append((bridges ? 1 : 0) | (groupsUnknown ? 2 : 0))
  }
}
