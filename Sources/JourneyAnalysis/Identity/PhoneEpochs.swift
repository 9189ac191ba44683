import JourneyModel

/// Finds out at which of its silences a phone passed from one holder to another.
///
/// ```
/// spells     1          2            3            4
/// ids        crm 7      crm 7, x                  crm 8       x: an address
/// epochs     ─────── 0 ───────       ──── 1 ────  ── 2 ──
/// ```
///
/// A silence behind which nobody is seen who was seen before parts two holders. Who shows no id
/// between two of them may be either or a third, and is one of its own; before the first and after
/// the last there is nobody else to be. Whoever is bound to the phone for all time is where what it
/// shows was seen; if that was seen nowhere, nobody can be told apart.
///
/// It may only be asked of a phone that met two ids of one namespace: of it nothing is lost, since
/// as a whole it joins nobody.
struct PhoneEpochs: ~Copyable {
  /// The epoch of each carrier, from 0, after `find`.
  private(set) var epochs = RowList<UInt16>()

  private let limit: Int
  /// Ids and addresses: those that dated carriers show, then what only others do.
  private var names = RowList<Name>()
  /// For each spell whether the silence behind it parts two holders.
  private var parts: [Bool] = []

  private struct Name: BitwiseCopyable {
    /// The number of the identifier, and above its bits whether it is a strong one.
    var number: UInt64
    /// The first and the last spell in which it is seen.
    var first: UInt16
    var last: UInt16
  }

  /// Nothing found yet.
  init(limits: IdentityLimits) { limit = limits.namesPerRecycledPhone }

  /// Finds the epochs of the carriers of the phone read last and says how many there are; 1 if it
  /// is not known to have passed on.
  mutating func find(_ table: borrowing TokenTable, spells: Int, _ held: HeldTokens) -> Int {
    names.removeAll()
    epochs.removeAll()
    for (group, days) in zip(table.carriers, table.spells) where days.spell > 0 {
      if !note(held, of: Int(group), in: (days.spell, days.spell)) { return 1 }
    }
    let dated = names.count
    for (group, days) in zip(table.carriers, table.spells) {
      var spell = days.spell
      if spell == 0 {
        guard let span = span(held, of: Int(group), among: dated),
          note(held, of: Int(group), in: span)
        else { return 1 }
        spell = span.first
      }
      epochs.append(spell)
    }
    return number(spells)
  }

  /// Notes that a group's ids and addresses are seen in spells; false if they are too many.
  private mutating func note(
    _ held: HeldTokens, of group: Int, in span: (first: UInt16, last: UInt16)
  ) -> Bool {
    var cursor = held.first(of: group)
    while let number = held.next(&cursor) {
      if let known = names.all.firstIndex(where: { $0.number == number }) {
        names.update(known) { name in
          name.first = min(name.first, span.first)
          name.last = max(name.last, span.last)
        }
      } else if names.count == limit {
        return false
      } else {
        names.append(Name(number: number, first: span.first, last: span.last))
      }
    }
    return true
  }

  /// The spells from the first to the last in which what a group holds is seen; nil if in none.
  private func span(
    _ held: HeldTokens, of group: Int, among dated: Int
  ) -> (first: UInt16, last: UInt16)? {
    var span: (first: UInt16, last: UInt16)?
    var cursor = held.first(of: group)
    while let number = held.next(&cursor) {
      for name in names.all.prefix(dated) where name.number == number {
        span = (min(span?.first ?? name.first, name.first), max(span?.last ?? 0, name.last))
      }
    }
    return span
  }

  /// Turns the spells of carriers into epochs.
  private mutating func number(_ spells: Int) -> Int {
    parts = Array(repeating: false, count: spells + 1)
    guard let first = names.all.lazy.map(\.first).min(),
      let last = names.all.lazy.map(\.last).max()
    else {
      return 1
    }
    for spell in first..<last { parts[Int(spell)] = true }
    for name in names.all {
      for spell in name.first..<name.last { parts[Int(spell)] = false }
    }
    var epoch: UInt16 = 0
    var epochOfSpell: [UInt16] = [0]
    for spell in 1...spells {
      epochOfSpell.append(epoch)
      if parts[spell] { epoch += 1 }
    }
    for place in 0..<epochs.count { epochs[place] = epochOfSpell[Int(epochs[place])] }
    return Int(epoch) + 1
  }
}

/// What each group of vertices holds while it is decided what is shared.
struct HeldTokens {
  /// Its unique-strong identifiers.
  var unique: GroupTokens
  /// Its other strong ones.
  var strong: GroupTokens

  /// Where both are read, first the ones, then the others.
  struct Cursor {
    fileprivate var unique: UInt32
    fileprivate var strong: UInt32
  }

  /// Where the identifiers of a group begin.
  func first(of group: Int) -> Cursor {
    Cursor(unique: unique.first(of: group), strong: strong.first(of: group))
  }

  /// The number of the identifier at a cursor, which of a strong one has a bit more, and moves the
  /// cursor to the next; nil behind the last.
  func next(_ cursor: inout Cursor) -> UInt64? {
    if let number = unique.next(&cursor.unique) { return UInt64(number) }
    return strong.next(&cursor.strong).map { UInt64($0) | 1 << 32 }
  }
}
