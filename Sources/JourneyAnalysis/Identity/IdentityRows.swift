import JourneyModel

/// One identifier of one vertex, in the order of identifiers.
struct TokenRow: SortableRow {
  var token: RankedToken
  /// When the vertex began to carry it.
  var day = PackedDay(nil)
  /// The vertex that carries it.
  var vertex: UInt32

  /// Identifiers are hashes, so their first bits spread.
  var sortKey: UInt64 { token.sortKey }

  /// Orders by identifier, then by vertex.
  static func < (left: TokenRow, right: TokenRow) -> Bool {
    left.token != right.token ? left.token < right.token : left.vertex < right.vertex
  }
}

/// A day in the three bytes that an identifier leaves free before a number of four.
struct PackedDay: BitwiseCopyable, Equatable {
  private static let first: Int32 = -1 << 23

  private var high: UInt8
  private var middle: UInt8
  private var low: UInt8

  /// The day of so many days since 1970; nil for all time.
  init(_ day: Int32?) {
    let number = day.map { UInt32($0 - PackedDay.first) } ?? 0
    precondition(number < 1 << 24, "instants that are believed lie within 23,000 years of 1970")
    (high, middle, low) = (
      UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)
    )
  }

  /// Days since 1970; nil for all time.
  var day: Int32? {
    let number = Int32(high) << 16 | Int32(middle) << 8 | Int32(low)
    return number == 0 ? nil : number + PackedDay.first
  }
}

/// One identifier of one vertex, in the order of vertices, and the customer who owns it.
struct CarriedToken: SortableRow {
  var token: RankedToken
  /// The vertex that carries it.
  var vertex: UInt32
  /// Whose it is; `unknown` if nobody's.
  var owner = CustomerName.unknown

  /// The vertex and the beginning of the identifier's key.
  var sortKey: UInt64 { UInt64(vertex) << 32 | token.sortKey >> 32 }

  /// Orders by vertex, then by identifier.
  static func < (left: CarriedToken, right: CarriedToken) -> Bool {
    left.vertex != right.vertex ? left.vertex < right.vertex : left.token < right.token
  }
}

/// A leg by one of its names.
protocol LegName: SortableRow {
  /// The name it is looked up by: exact, or without the kind.
  var hash: StableHash128 { get }
  /// The whole name; legs that have it in common are united.
  var exact: StableHash128 { get }
  /// The number of the leg among all vertices.
  var vertex: UInt32 { get }
}

/// A vertex by a hash: a leg by its exact name.
struct HashedVertex: LegName {
  /// The exact name of a leg or survey; an anonymous id in `FloatingGroups`.
  var hash: StableHash128
  var vertex: UInt32

  /// The exact name is the name.
  var exact: StableHash128 { hash }

  /// The first half of the hash.
  var sortKey: UInt64 { hash.high }

  /// Orders by hash, then by vertex.
  static func < (left: HashedVertex, right: HashedVertex) -> Bool {
    left.hash != right.hash ? left.hash < right.hash : left.vertex < right.vertex
  }
}

/// A leg by its name without the kind; of several of one such name the smallest exact name comes
/// first and is meant.
struct LooseLeg: LegName {
  /// The name without the kind.
  var hash: StableHash128
  var exact: StableHash128
  var vertex: UInt32

  /// The first half of the hash.
  var sortKey: UInt64 { hash.high }

  /// Orders by loose name, then by exact name, then by vertex.
  static func < (left: LooseLeg, right: LooseLeg) -> Bool {
    if left.hash != right.hash { return left.hash < right.hash }
    return left.exact != right.exact ? left.exact < right.exact : left.vertex < right.vertex
  }
}

/// A reference of one vertex to a leg, by the name that is looked up.
struct LinkRow: SortableRow {
  /// How the vertex that refers relates to the leg.
  enum Meaning: UInt8, BitwiseCopyable {
    /// Both are legs of one interaction.
    case sameInteraction
    /// A leg refers to another interaction about the same matter.
    case sameMatter
    /// A survey is about it.
    case surveyed
  }

  /// The name that is looked up; zero for none.
  var hash: StableHash128
  /// The name that is looked up if nothing has the first; zero for none.
  var loose: StableHash128
  /// The vertex that refers: a survey, or else a leg.
  var vertex: UInt32
  var meaning: Meaning

  /// The first half of the hash.
  var sortKey: UInt64 { hash.high }

  /// Orders by the name looked up, then by who refers.
  static func < (left: LinkRow, right: LinkRow) -> Bool {
    left.hash != right.hash ? left.hash < right.hash : left.vertex < right.vertex
  }
}

/// An exact name that belongs to somebody, in the order of owners, the smallest name first.
struct OwnedName: SortableRow {
  /// Whose: a survey's or a group's.
  var owner: UInt32
  var exact: StableHash128
  /// The leg of that name.
  var vertex: UInt32 = 0

  /// The owner and the beginning of the name.
  var sortKey: UInt64 { UInt64(owner) << 32 | exact.high >> 32 }

  /// Orders by owner, then by name.
  static func < (left: OwnedName, right: OwnedName) -> Bool {
    left.owner != right.owner ? left.owner < right.owner : left.exact < right.exact
  }
}

/// Two numbers that belong together: vertices that are linked, a name and its vertex.
struct PairRow: SortableRow {
  /// The one the order begins with.
  var from: UInt32
  var to: UInt32

  /// Both numbers, so that equal keys are equal rows.
  var sortKey: UInt64 { UInt64(from) << 32 | UInt64(to) }

  /// Orders by `from`, then by `to`.
  static func < (left: PairRow, right: PairRow) -> Bool { left.sortKey < right.sortKey }
}

/// The customer of a vertex, in the order of vertices.
struct CustomerOfVertex: SortableRow {
  var customer: CustomerID
  var vertex: UInt32
  /// Whether the customer is known by no identifier that bridges.
  var isAnonymous: Bool

  /// The vertex, which no other row has.
  var sortKey: UInt64 { UInt64(vertex) }

  static func < (left: CustomerOfVertex, right: CustomerOfVertex) -> Bool {
    left.vertex < right.vertex
  }
}
