import JourneyModel

/// Every identifier of legs and profiles once, in order, with the groups of vertices that carry it:
/// two lists in scratch space that are read side by side.
///
/// ```
/// entries    crm 7, 2 carriers    crm 8, 1    email x, 3 …
/// carriers   group 0  group 4     group 9     group 0  group 4  group 5 …
/// ```
///
/// A phone that passed from one holder to another is read as several identifiers, once that is
/// decided: one for each epoch, from lists beside these.
///
/// Memory: blocks, and 4 bytes for each carrier of the identifier that has most; 32 KiB at most for
/// those of a phone with their days.
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
    /// How many stretches of days without a long silence its carriers lie in; 0 if they were not
    /// looked for.
    var spells: Int
  }

  /// An identifier by its name.
  struct Name {
    /// The identifier that names whoever owns it.
    var token: RankedToken
    /// What vertices carry: the same, or of an epoch the phone.
    var carried: RankedToken
    /// The days from the first to the last of an epoch; nil if it is all there is of `carried`.
    var days: ClosedRange<Int32>?
  }

  /// What an identifier that people share does.
  struct Decision: BitwiseCopyable {
    /// Whether it unites the groups that carry it.
    var bridges: Bool
    /// Whether it groups the anonymous.
    var groupsUnknown: Bool
    /// Whether it is read epoch by epoch.
    fileprivate var isParted = false

    init(bridges: Bool, groupsUnknown: Bool) {
      (self.bridges, self.groupsUnknown) = (bridges, groupsUnknown)
    }
  }

  private struct StoredEntry: BitwiseCopyable {
    var token: RankedToken
    var spells: UInt16
    var carriers: UInt32
  }

  private struct StoredEpoch: BitwiseCopyable {
    var token: RankedToken
    var decision: Decision
    var isLast = false
    var carriers: UInt32 = 0
    var first = Int32.max
    var last = Int32.min
  }

  /// The namespaces of unique-strong identifiers.
  private(set) var namespaces = Namespaces()
  /// The groups that carry an identifier, sorted, distinct; those of the one read last after
  /// `readCarriers`.
  var carriers: RowSlice<UInt32> { carrierRoom.all }

  private var carrierRoom = RowList<UInt32>()
  /// How many carriers there is room for; more was not asked of memory.
  private var room = 1024
  /// How many of these were not read, and of the spells.
  private var unread = 0
  private var unreadSpells = 0

  private var entries: ScratchRows<StoredEntry>
  private var carrierRows: ScratchRows<UInt32>
  /// When the groups carry each phone in whose life there are long silences.
  private var spellRows: ScratchRows<CarrierSpell>
  /// For each shared-prone identifier what it does.
  private var decisions: ScratchRows<Decision>
  private var isDecided = false
  /// The epochs of phones whose decision says so, and the groups of each.
  private var epochs: ScratchRows<StoredEpoch>
  private var epochRows: ScratchRows<UInt32>
  /// Whether the carriers to read are of an epoch, and the phone of which more epochs follow.
  private var readsEpoch = false
  private var parted: RankedToken?

  /// The spells of the carriers after `readSpells`.
  var spells: RowSlice<CarrierSpell> { spellRoom.all }
  private var spellRoom = RowList<CarrierSpell>()
  /// The carriers of the epoch begun last.
  var epochCarriers: RowSlice<UInt32> { epochRoom.all }
  private var epochRoom = RowList<UInt32>()
  private var epoch: StoredEpoch?

  /// The identifiers of sorted rows.
  init(
    _ rows: consuming SortedRows<TokenRow>, groups: borrowing DisjointSets,
    limits: IdentityLimits, memory: IdentityMemory
  ) throws(ScratchError) {
    entries = memory.rows("identifiers")
    carrierRows = memory.rows("carriers")
    spellRows = memory.rows("spells")
    decisions = memory.rows("decisions")
    epochs = memory.rows("epochs")
    epochRows = memory.rows("epoch-carriers")
    var finder = CarrierSpells(limits: limits)
    var row = try rows.next()
    while let first = row {
      carrierRoom.removeAll()
      finder.begin()
      while let carrier = row, carrier.token == first.token {
        let group = UInt32(groups.flatRoot(of: Int(carrier.vertex)))
        carrierRoom.append(group)
        if first.token.changesHands { finder.add(group, day: carrier.day.day) }
        row = try rows.next()
        if carrierRoom.count == room { try makeRoom(groups.count, memory) }
      }
      try store(first.token, spells: finder.find())
      if finder.count > 0 { try finder.write(to: &spellRows) }
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

  private mutating func store(_ token: RankedToken, spells: UInt16) throws(ScratchError) {
    if carrierRoom.count > 1 { makeDistinct() }
    if token.isUniqueStrong { namespaces.count(token) }
    try entries.append(
      StoredEntry(token: token, spells: spells, carriers: UInt32(carriers.count)))
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
    spellRows.rewind()
    decisions.rewind()
    epochs.rewind()
    epochRows.rewind()
    namespaces.rewind()
    (unread, unreadSpells, parted) = (0, 0, nil)
    isDecided = decisions.count > 0
  }

  /// The next identifier; nil after the last.
  mutating func next() throws(ScratchError) -> Entry? {
    try skipUnread()
    if let phone = parted { return try nextEpoch(of: phone).entry }
    guard let stored = try entries.next() else { return nil }
    unread = Int(stored.carriers)
    unreadSpells = stored.spells > 0 ? unread : 0
    readsEpoch = false
    let token = stored.token
    var entry = Entry(
      token: token, carrierCount: unread,
      bridges: token.isUniqueStrong && !token.isApart || token.isStrong,
      groupsUnknown: true, spells: Int(stored.spells))
    if token.isUniqueStrong { entry.number = namespaces.next(token) }
    guard let decision = try nextDecision(token) else { return entry }
    if decision.isParted {
      try skipUnread()
      return try nextEpoch(of: token).entry
    }
    entry.bridges = decision.bridges
    entry.groupsUnknown = decision.groupsUnknown
    return entry
  }

  private mutating func skipUnread() throws(ScratchError) {
    if unread > 0, readsEpoch { try epochRows.skip(unread) }
    if unread > 0, !readsEpoch { try carrierRows.skip(unread) }
    if unreadSpells > 0 { try spellRows.skip(unreadSpells) }
    (unread, unreadSpells) = (0, 0)
  }

  private mutating func nextDecision(_ token: RankedToken) throws(ScratchError) -> Decision? {
    token.isSharedProne && isDecided ? try decisions.next() : nil
  }

  private mutating func nextEpoch(
    of phone: RankedToken
  ) throws(ScratchError) -> (entry: Entry, name: Name) {
    guard let stored = try epochs.next() else {
      preconditionFailure("a phone that was parted has epochs")
    }
    parted = stored.isLast ? nil : phone
    (readsEpoch, unread) = (true, Int(stored.carriers))
    let entry = Entry(
      token: stored.token, carrierCount: unread, bridges: stored.decision.bridges,
      groupsUnknown: stored.decision.groupsUnknown, spells: 0)
    let name = Name(
      token: stored.token, carried: phone, days: stored.first...max(stored.first, stored.last))
    return (entry, name)
  }

  /// Reads the carriers of the identifier read last.
  mutating func readCarriers() throws(ScratchError) {
    carrierRoom.removeAll()
    if readsEpoch {
      try epochRows.read(unread, into: &carrierRoom)
    } else {
      try carrierRows.read(unread, into: &carrierRoom)
    }
    unread = 0
  }

  /// Reads when the carriers of the phone read last carry it.
  mutating func readSpells() throws(ScratchError) {
    spellRoom.removeAll()
    try spellRows.read(unreadSpells, into: &spellRoom)
    unreadSpells = 0
  }

  /// The next identifier without its carriers, for a reading that asks for none.
  mutating func nextName() throws(ScratchError) -> Name? {
    if let phone = parted { return try nextEpoch(of: phone).name }
    guard let token = try entries.next()?.token else { return nil }
    if try nextDecision(token)?.isParted == true { return try nextEpoch(of: token).name }
    return Name(token: token, carried: token)
  }

  /// Notes what the next shared-prone identifier does.
  mutating func decide(_ decision: Decision) throws(ScratchError) {
    try decisions.append(decision)
  }

  /// Begins the next epoch of the phone read last.
  mutating func beginEpoch(_ number: Int, of phone: RankedToken) {
    epochRoom.removeAll()
    epoch = StoredEpoch(
      token: phone.epoch(number), decision: Decision(bridges: false, groupsUnknown: false))
  }

  /// Adds one of the carriers read last to it, by position.
  mutating func addToEpoch(_ position: Int) throws(ScratchError) {
    epochRoom.append(carriers[position])
    try epochRows.append(carriers[position])
    let days = spells[position]
    guard days.spell > 0, var epoch else { return }
    epoch.first = min(epoch.first, days.first)
    epoch.last = max(epoch.last, days.last)
    self.epoch = epoch
  }

  /// Notes what the epoch does, and after the last one that the phone is read by epochs.
  mutating func endEpoch(_ decision: Decision, isLast: Bool) throws(ScratchError) {
    guard var epoch else { preconditionFailure("an epoch was begun") }
    epoch.decision = decision
    epoch.isLast = isLast
    epoch.carriers = UInt32(epochRoom.count)
    try epochs.append(epoch)
    if !isLast { return }
    var parted = Decision(bridges: false, groupsUnknown: false)
    parted.isParted = true
    try decisions.append(parted)
  }
}
