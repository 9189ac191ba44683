import JourneyModel

/// When a group carries a phone.
struct CarrierSpell: BitwiseCopyable {
  /// The number of the stretch of days without a long silence it lies in, from 1; 0 of a group that
  /// is bound to the phone for all time.
  var spell: UInt16 = 0
  /// The first day on which a leg of the group carries it; days since 1970.
  var first: Int32
  /// The last day.
  var last: Int32
}

/// Finds the long silences in the life of one phone.
///
/// ```
/// days     group 4: 10…12   group 7: 11   group 2: 400   group 9: all time
/// spells            1                1             2              0
/// ```
///
/// Memory: 20 bytes for each leg and profile that carries the phone, up to the limit, behind which
/// nobody is told apart.
struct CarrierSpells: ~Copyable {
  private struct Carrier: BitwiseCopyable {
    var group: UInt32
    var isUndated: Bool
    var days: CarrierSpell
  }

  private let limits: IdentityLimits
  private var carriers = RowList<Carrier>()
  private var added = 0
  /// How many spells `find` found.
  private(set) var count: UInt16 = 0

  /// No phone yet.
  init(limits: IdentityLimits) { self.limits = limits }

  /// Begins with the next phone.
  mutating func begin() {
    carriers.removeAll()
    (added, count) = (0, 0)
  }

  /// Adds a leg or profile that carries the phone; one without a day does for all time.
  mutating func add(_ group: UInt32, day: Int32?) {
    added += 1
    if added > limits.carriersPerRecycledPhone { return }
    carriers.append(
      Carrier(
        group: group, isUndated: day == nil, days: CarrierSpell(first: day ?? 0, last: day ?? 0)))
  }

  /// Finds the spells and says how many there are; 0 if there is no silence between two.
  mutating func find() -> UInt16 {
    if added < 2 || added > limits.carriersPerRecycledPhone { return 0 }
    foldGroups()
    carriers.sort { left, right in left.days.first < right.days.first }
    var spells: UInt16 = 0
    var last = Int32.min
    for place in 0..<carriers.count where !carriers[place].isUndated {
      let days = carriers[place].days
      if spells == 0 || days.first - last >= limits.daysOfSilence { spells += 1 }
      last = max(last, days.last)
      carriers[place].days.spell = spells
    }
    if spells < 2 { return 0 }
    carriers.sort { left, right in left.group < right.group }
    count = spells
    return spells
  }

  /// What `find` found of the groups, in their order.
  func write(to rows: inout ScratchRows<CarrierSpell>) throws(ScratchError) {
    for carrier in carriers.all { try rows.append(carrier.days) }
  }

  /// Makes one carrier of all that are of a group; what is dated says when.
  private mutating func foldGroups() {
    carriers.sort { left, right in
      left.group != right.group
        ? left.group < right.group
        : (left.isUndated ? 1 : 0, left.days.first) < (right.isUndated ? 1 : 0, right.days.first)
    }
    var kept = 0
    for place in 1..<carriers.count {
      let carrier = carriers[place]
      if carrier.group != carriers[kept].group {
        kept += 1
        carriers[kept] = carrier
      } else if !carrier.isUndated {
        carriers[kept].days.last = carrier.days.last
      }
    }
    carriers.truncate(to: kept + 1)
  }
}
