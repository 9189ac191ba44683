internal import RecordFormats

/// Where the values of a field plan stand in rows.
struct RowColumns: Sendable, Equatable {
  /// The column of every slot; -1 for none.
  private(set) var slots: [Int] = []
  /// The columns that `each` iterates, those of a scope together.
  private(set) var elements: [Int] = []
  /// Where the columns of a scope lie among `elements`, by scope.
  private(set) var ranges: [Range<Int>] = []

  init() {}

  /// The columns of a plan's values under a header.
  init(of plan: FieldPlan, in header: HeaderMatching) {
    slots = plan.slots.map { $0.scope == 0 ? header.column($0.name) ?? -1 : -1 }
    for scope in plan.scopes {
      let start = elements.count
      if scope.elementSlot != FieldPlan.none {
        elements += header.columns(plan.slots[Int(scope.elementSlot)].name)
      }
      ranges.append(start..<elements.count)
    }
  }

  /// The names of columns of which there must not be two.
  static func uniqueNames(of plan: FieldPlan) -> [String] {
    plan.slots.filter { $0.scope == 0 }.map(\.name)
  }
}

extension Slot {
  /// The value in a column of a row; nothing where there is no such column.
  @inline(__always)
  init(_ column: Int, of row: CSVRow, in bytes: UnsafeRawBufferPointer) {
    guard column >= 0, column < row.count else {
      self.init()
      return
    }
    let field = row[column]
    self.init(
      kind: field.needsUnescape ? .quoted : .plain, token: Int32(column),
      bytes: UnsafeRawBufferPointer(rebasing: bytes[field.range]))
  }
}

extension RecordNormalizer {
  /// Makes the statements of a scope once for every column it iterates that is not empty.
  mutating func iterateColumns(scope number: Int32) {
    guard Int(number) < elementRanges.count else { return }
    for index in elementRanges[Int(number)] {
      slots[Int(memory.scopes[number].elementSlot)] = elements[index]
      memory.renew(number)
      guard evaluate(memory.scopes[number].element).exists else { continue }
      stateElement(of: number)
    }
  }
}
