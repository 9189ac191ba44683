/// What a cell counts, when and where.
///
/// Ordered as integers by day, table and coordinates: since symbols are numbered in the order of
/// their texts, that is the published order of `measures`.
@frozen
package struct CellKey: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// Days since 1970-01-01 in the reporting zone; `undated` for what has no day.
  package var day: Int32
  /// What is counted, and so what each coordinate says.
  package var table: CellTable
  /// Where: one number for each of the table's dimensions, then zeros.
  package var coordinates: Coordinates

  /// The day of what has none: before all others.
  package static let undated = Int32.min

  /// A key of known parts.
  package init(_ table: CellTable, day: Int32, _ coordinates: Coordinates = Coordinates()) {
    self.day = day
    self.table = table
    self.coordinates = coordinates
  }

  /// A key of a table of the closed list.
  package init(_ kind: CellTable.Kind, day: Int32, _ coordinates: Coordinates = Coordinates()) {
    self.init(CellTable(kind), day: day, coordinates)
  }

  /// The coordinate of a dimension the table has; unknown if it has none such.
  package subscript(dimension: Dimension) -> Coordinate {
    table.dimensions.firstIndex(of: dimension).map { coordinates[$0] } ?? .unknown
  }

  /// The key of the cell in which it is counted: that of all measures for a measure.
  var ofCell: CellKey { table.measure == nil ? self : with(CellTable(.measures)) }

  /// The key with another table.
  func with(_ table: CellTable) -> CellKey {
    var key = self
    key.table = table
    return key
  }

  /// Day and table as one number that orders as they do.
  var dayAndTable: UInt64 {
    UInt64(UInt32(bitPattern: day) ^ 0x8000_0000) << 32 | UInt64(table.number)
  }

  /// A hash to find the key in a table of a power of two.
  ///
  /// Multiplying to 128 bits and folding is the mixing step of wyhash.
  var hash: UInt64 {
    let upper = (dayAndTable ^ 0xa076_1d64_78bd_642f)
      .multipliedFullWidth(by: coordinates.first ^ 0xe703_7ed1_a0b4_28db)
    let lower = (coordinates.second ^ 0x8ebc_6af0_9c88_c6e3)
      .multipliedFullWidth(by: UInt64(coordinates.e.number) ^ 0x5896_36b1_aa7d_1b3d)
    let mixed = (upper.high ^ upper.low ^ 0x1d8e_4e27_c47d_124f)
      .multipliedFullWidth(by: lower.high ^ lower.low ^ 0xeb44_acca_b455_d165)
    return mixed.high ^ mixed.low
  }

  /// Orders by day, table and coordinates.
  package static func < (left: CellKey, right: CellKey) -> Bool {
    let (one, other) = (left.dayAndTable, right.dayAndTable)
    return one != other ? one < other : left.coordinates < right.coordinates
  }
}

/// Up to five coordinates of a cell, in the order of its table's dimensions.
@frozen
package struct Coordinates: Hashable, Comparable, BitwiseCopyable, Sendable {
  package var a: Coordinate
  package var b: Coordinate
  package var c: Coordinate
  package var d: Coordinate
  package var e: Coordinate

  /// Coordinates; those left out are unknown.
  package init(
    _ a: Coordinate = .unknown, _ b: Coordinate = .unknown, _ c: Coordinate = .unknown,
    _ d: Coordinate = .unknown, _ e: Coordinate = .unknown
  ) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
  }

  /// The coordinate of a place, from 0.
  package subscript(place: Int) -> Coordinate {
    switch place {
    case 0: a
    case 1: b
    case 2: c
    case 3: d
    default: e
    }
  }

  var first: UInt64 { UInt64(a.number) << 32 | UInt64(b.number) }
  var second: UInt64 { UInt64(c.number) << 32 | UInt64(d.number) }

  /// Orders by the numbers, the first deciding.
  package static func < (left: Coordinates, right: Coordinates) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.second != right.second { return left.second < right.second }
    return left.e.number < right.e.number
  }
}
