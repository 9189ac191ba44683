import JourneyModel
import ParquetFiles

/// A column of a dataset, whole: its name, unit and meaning, and how its cells come from entries.
///
/// Type, nullability and vocabulary follow from the type of the value (`CellValue`), so adding a
/// column is one line.
struct Column<Entry: PublishedEntry>: Sendable {
  /// How the column describes itself.
  let description: TableColumn
  /// What its texts are like.
  let habit: TextHabit
  /// What its cells hold.
  let kind: ColumnCells.Kind
  private let list: List
  private let fill: @Sendable (EntrySlice<Entry>, UnsafePointer<UInt32>, ColumnCells) -> Void

  /// What the words of its cells are.
  private enum List: Sendable {
    case symbols
    case fixed(WordList)
    case ofRun(@Sendable (PublishedWords) -> WordList)
  }

  /// A column whose cells are values of entries.
  init<Value: CellValue>(
    _ name: String, in unit: String? = nil, _ meaning: String, by formula: String? = nil,
    _ habit: TextHabit = .few, value: @escaping @Sendable (EntryView<Entry>) -> Value
  ) {
    description = TableColumn(
      name: name, type: Value.type, meaning: meaning, isNullable: Value.isNullable, unit: unit,
      formula: formula, words: Value.words, isHash: Value.kind == .hash)
    self.habit = habit
    kind = Value.kind
    list = Value.words.isEmpty ? .symbols : .fixed(WordList(Value.words))
    fill = Column.filler(value)
  }

  /// A column whose cells are texts of a list of the run.
  init<Value: CellValue>(
    _ name: String, from list: @escaping @Sendable (PublishedWords) -> WordList,
    _ meaning: String, words: [String] = [],
    position: @escaping @Sendable (EntryView<Entry>) -> Value
  ) {
    description = TableColumn(
      name: name, type: .string, meaning: meaning, isNullable: Value.isNullable, unit: nil,
      formula: nil, words: words, isHash: false)
    habit = .few
    kind = .word
    self.list = .ofRun(list)
    fill = Column.filler(position)
  }

  private static func filler<Value: CellValue>(
    _ value: @escaping @Sendable (EntryView<Entry>) -> Value
  ) -> @Sendable (EntrySlice<Entry>, UnsafePointer<UInt32>, ColumnCells) -> Void {
    { slice, words, cells in
      let surroundings = CellSurroundings(texts: slice.texts, words: words)
      cells.append(upTo: slice.rows.count) { filler in
        slice.rows.forEachPointer { value(EntryView($0)).append(to: &filler, surroundings) }
      }
    }
  }

  /// Replaces cells by those of entries.
  func fill(_ cells: ColumnCells, from slices: [EntrySlice<Entry>], _ texts: ColumnWords) {
    var numbers = texts.noNumbers
    switch list {
    case .symbols: cells.words = texts.symbols
    case .fixed(let list): (cells.words, numbers) = (list.table, list.numbers)
    case .ofRun(let choose):
      let list = choose(texts.run)
      (cells.words, numbers) = (list.table, list.numbers)
    }
    cells.removeAll()
    for slice in slices { fill(slice, numbers, cells) }
  }
}

/// An entry where it lies: a column reads its own field and copies nothing else.
@dynamicMemberLookup
struct EntryView<Entry> {
  private let entry: UnsafePointer<Entry>

  /// The entry at an address.
  @inline(__always)
  init(_ entry: UnsafePointer<Entry>) { self.entry = entry }

  /// A field of the entry.
  @inline(__always)
  subscript<Value>(dynamicMember field: KeyPath<Entry, Value>) -> Value {
    entry.pointee[keyPath: field]
  }
}

/// Entries of a file that lie together, and their texts.
struct EntrySlice<Entry: PublishedEntry> {
  /// They lie in a spool's piece, which must live as long.
  var rows: RowSlice<Entry>
  /// Where their texts begin.
  var texts: UnsafeRawPointer
}

/// What symbols and positions of entries stand for while a file is written.
struct ColumnWords {
  /// The words of all symbols.
  let symbols: WordTable
  /// The lists of the run.
  let run: PublishedWords
  /// The numbers of a column without a list.
  let noNumbers: UnsafePointer<UInt32>
}
