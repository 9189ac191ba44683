internal import Foundation
internal import GRDB
internal import JourneyModel

/// The checksum of a row of the catalog: a flipped bit in any of its values is noticed.
enum RowSeal {
  /// The checksum of the values of a row, without the last one, which holds it.
  static func checksum(of values: some Sequence<DatabaseValue>, in table: String) -> Int64 {
    var hasher = StableHasher(domain: "catalog")
    hasher.combine(table)
    for value in values { add(value, to: &hasher) }
    return Int64(bitPattern: hasher.finalize().low)
  }

  private static func add(_ value: DatabaseValue, to hasher: inout StableHasher) {
    switch value.storage {
    case .null: hasher.combine(0)
    case .int64(let number):
      hasher.combine(1)
      hasher.combine(UInt64(bitPattern: number))
    case .double(let number):
      hasher.combine(2)
      hasher.combine(number.bitPattern)
    case .string(let text):
      hasher.combine(3)
      hasher.combine(text)
    case .blob(let bytes):
      hasher.combine(4)
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }
}

/// A row of the catalog whose checksum holds, read value by value in the order of its columns.
struct SealedRow {
  private let values: [DatabaseValue]
  private let table: String
  private var next = 0

  /// Checks a row; throws where it is not what was written.
  init(_ row: Row, of table: String) throws {
    values = Array(row.databaseValues)
    self.table = table
    let checksum = values.last.flatMap(Int64.fromDatabaseValue)
    guard checksum == RowSeal.checksum(of: values.dropLast(), in: table) else {
      throw CatalogDamage(description: "a row of table '\(table)' is damaged")
    }
  }

  /// The next value.
  mutating func read<Value: DatabaseValueConvertible>(
    _ type: Value.Type = Value.self
  ) throws -> Value {
    guard next < values.count - 1, let value = Value.fromDatabaseValue(values[next]) else {
      throw CatalogDamage(description: "value \(next) of a row of table '\(table)' is damaged")
    }
    next += 1
    return value
  }
}

/// What the catalog says cannot be what was written.
struct CatalogDamage: Error, CustomStringConvertible {
  let description: String
}
