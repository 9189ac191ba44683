package import JourneyModel

/// The entries of one partition, by table, in the order of customers.
///
/// A worker fills it, with texts that lie in the partition's own bytes, and seals it: then entries
/// lie by table and day, each table's texts of a day with them, ready to be written away as they
/// are. It is used for one partition after the other and keeps its memory.
package struct PublishedRows: ~Copyable {
  /// Rows of `interactions`, by the day they start.
  private var interactions = EntryRows<InteractionEntry>()
  /// Rows of `events`, by the day they happen.
  private var events = EntryRows<EventEntry>()
  /// Rows of `journeys`, by the day they start.
  private var journeys = EntryRows<JourneyEntry>()
  /// Rows of `findings`, by the day they happen.
  private var findings = EntryRows<FindingEntry>()
  /// Rows of `customers`, undated.
  private var customers = EntryRows<CustomerEntry>()
  /// Rows of `measures`, in the order of their keys.
  private var measures = EntryRows<MeasureEntry>()
  /// Rows of `rejects`, undated.
  private var rejects = EntryRows<RejectEntry>()
  /// Rows of the lineage, undated.
  private var lineage = EntryRows<LineageEntry>()

  package init() {}

  /// The bytes of all entries, their texts not counted.
  package var byteCount: Int {
    interactions.byteCount + events.byteCount + journeys.byteCount + findings.byteCount
      + customers.byteCount + measures.byteCount + rejects.byteCount + lineage.byteCount
  }

  // One function for each kind: a generic one would look types up at run time.
  package mutating func append(_ entry: InteractionEntry, day: Int32) {
    interactions.append(entry, day: day)
  }

  package mutating func append(_ entry: EventEntry, day: Int32) { events.append(entry, day: day) }

  package mutating func append(_ entry: JourneyEntry, day: Int32) {
    journeys.append(entry, day: day)
  }

  package mutating func append(_ entry: FindingEntry, day: Int32) {
    findings.append(entry, day: day)
  }

  package mutating func append(_ entry: CustomerEntry) { customers.append(entry, day: nil) }

  package mutating func append(_ entry: MeasureEntry, day: Int32) {
    measures.append(entry, day: day)
  }

  package mutating func append(_ entry: RejectEntry) { rejects.append(entry, day: nil) }

  package mutating func append(_ entry: LineageEntry) { lineage.append(entry, day: nil) }

  /// Appends the events of an interaction, in order; `day` is the date of an instant.
  package mutating func append(
    _ events: RowSlice<EventRow>, of interaction: InteractionRow, _ parents: EventParents,
    day: (Instant) -> Int32
  ) {
    var sequence: Int32 = 0
    for event in events {
      sequence += 1
      self.events.append(
        EventEntry(event, sequence: sequence, of: interaction, parents), day: day(event.at))
    }
  }

  /// Appends the lineage of a part, which is sorted for it.
  package mutating func append(_ entries: inout [LineageEntry]) {
    entries.withUnsafeMutableBufferPointer { RowSort.sort($0) }
    for entry in entries { append(entry) }
  }

  /// Hands over all entries, whose texts are ranges of these bytes, and is empty again.
  package mutating func seal(texts: RowSlice<UInt8>) -> SealedRows {
    let tables = [
      interactions.seal(texts), events.seal(texts), journeys.seal(texts), findings.seal(texts),
      measures.seal(texts), customers.seal(texts), rejects.seal(texts), lineage.seal(texts),
    ]
    return SealedRows(tables: tables)
  }
}

/// Entries of one table with their days.
struct EntryRows<Entry: PublishedEntry>: ~Copyable {
  private var rows = RowList<Entry>()
  private var days = RowList<Int32>()
  // What `seal` needs, kept from one partition to the next.
  private var frames: [EntryFrame] = []
  private var frameOfDay: [Int32: Int] = [:]
  private var frameOfRow = RowList<UInt32>()
  private var targets: [Target] = []

  /// The day of entries without a date folder.
  static var undated: Int32 { .min }

  init() {}

  var byteCount: Int { rows.byteCount + days.byteCount }

  /// Appends an entry; its day is nil in a table without date folders.
  mutating func append(_ entry: Entry, day: Int32?) {
    rows.append(entry)
    days.append(day ?? EntryRows.undated)
  }

  /// The entries by day, each with its texts, which are looked up in these bytes.
  mutating func seal(_ texts: RowSlice<UInt8>) -> SealedTable {
    if rows.isEmpty { return .empty }
    findFrames()
    let table = SealedTable(&frames, stride: MemoryLayout<Entry>.stride)
    targets.removeAll(keepingCapacity: true)
    for frame in frames {
      let rowStart = table.memory.start + frame.offset + EntryFrame.headBytes
      let rowBytes = frame.rowCount * MemoryLayout<Entry>.stride
      targets.append(Target(row: rowStart, textStart: rowStart + EntryFrame.padded(rowBytes)))
    }
    for row in 0..<rows.count {
      let frame = Int(frameOfRow[row])
      rows.update(row) { targets[frame].moveTexts(of: &$0, from: texts) }
      targets[frame].put(rows.all[row..<row + 1].bytes)
    }
    for target in targets { target.pad() }
    rows.removeAll()
    days.removeAll()
    return table
  }

  /// Counts the rows and texts of each day, and finds the frame of each row once.
  private mutating func findFrames() {
    frames.removeAll(keepingCapacity: true)
    frameOfDay.removeAll(keepingCapacity: true)
    frameOfRow.removeAll()
    var (lastDay, lastFrame) = (Int32.max, -1)
    for row in 0..<rows.count {
      let day = days[row]
      if day != lastDay || lastFrame < 0 {
        lastDay = day
        lastFrame = frameOfDay[day] ?? frames.count
        if lastFrame == frames.count {
          frameOfDay[day] = lastFrame
          frames.append(EntryFrame(day: day))
        }
      }
      frameOfRow.append(UInt32(lastFrame))
      frames[lastFrame].rowCount += 1
      var entry = rows[row]
      entry.moveTexts { frames[lastFrame].texts.keep($0).range }
    }
  }

  /// Where the next entry of a frame goes.
  private struct Target {
    var row: UnsafeMutableRawPointer
    let textStart: UnsafeMutableRawPointer
    var texts = FrameTexts()

    mutating func moveTexts(of entry: inout Entry, from source: RowSlice<UInt8>) {
      entry.moveTexts { range in
        let moved = texts.keep(range)
        let bytes = source[range].bytes
        if moved.isNew, let start = bytes.baseAddress {
          (textStart + Int(moved.range.first)).copyMemory(from: start, byteCount: bytes.count)
        }
        return moved.range
      }
    }

    mutating func put(_ entry: UnsafeRawBufferPointer) {
      if let start = entry.baseAddress { row.copyMemory(from: start, byteCount: entry.count) }
      row += entry.count
    }

    /// Zeros behind rows and texts, so that nothing unknown is written away.
    func pad() {
      Target.zero(row, to: textStart)
      let end = textStart + texts.byteCount
      Target.zero(end, to: textStart + EntryFrame.padded(texts.byteCount))
    }

    private static func zero(
      _ start: UnsafeMutableRawPointer, to end: UnsafeMutableRawPointer
    ) {
      start.initializeMemory(as: UInt8.self, repeating: 0, count: end - start)
    }
  }
}

/// The entries of one day of a partition, as they lie in memory and in the spool.
///
///     head (16 bytes: rows, bytes of texts) | rows, up to a multiple of 16 | texts, likewise
struct EntryFrame {
  /// The day; `EntryRows.undated` without one.
  let day: Int32
  /// Entries of the day, counted before the frame gets memory.
  var rowCount = 0
  /// Where its texts go.
  var texts = FrameTexts()
  /// Where it begins among the frames of its table.
  var offset = 0
  /// Head, rows and texts with their padding: a multiple of 16.
  var byteCount = 0

  static let headBytes = 16

  /// A frame of a day that is counted next.
  init(day: Int32) { self.day = day }

  /// The size of a frame, a multiple of 16.
  static func byteCount(rowBytes: Int, textBytes: Int) -> Int {
    headBytes + padded(rowBytes) + padded(textBytes)
  }

  /// The next multiple of 16.
  static func padded(_ count: Int) -> Int { (count + 15) & ~15 }
}

/// The places of texts in a frame; what several entries in a row share is there once.
struct FrameTexts {
  private var last = RowRange<UInt8>.empty
  private var lastMoved = RowRange<UInt8>.empty
  /// The bytes of all texts.
  private(set) var byteCount = 0

  /// Where a text goes, and whether it is not there yet.
  mutating func keep(_ text: RowRange<UInt8>) -> (range: RowRange<UInt8>, isNew: Bool) {
    if text.isEmpty { return (.empty, false) }
    if text == last { return (lastMoved, false) }
    last = text
    lastMoved = RowRange(first: byteCount, count: Int(text.count))
    byteCount += Int(text.count)
    return (lastMoved, true)
  }
}

/// The frames of one table, back to back.
struct SealedTable: @unchecked Sendable {
  /// No frames.
  static let empty: SealedTable = {
    var frames: [EntryFrame] = []
    return SealedTable(&frames, stride: 0)
  }()

  /// The bytes of all frames.
  let memory: SpoolPiece
  /// One for each day, in the order in which the days first came.
  let frames: [EntryFrame]

  /// Frames that are counted, with memory of their own and their heads in it.
  init(_ counted: inout [EntryFrame], stride: Int) {
    var end = 0
    for frame in counted.indices {
      counted[frame].offset = end
      counted[frame].byteCount = EntryFrame.byteCount(
        rowBytes: counted[frame].rowCount * stride, textBytes: counted[frame].texts.byteCount)
      end += counted[frame].byteCount
    }
    // A copy: whoever counted them counts others next.
    frames = Array(counted[...])
    memory = SpoolPiece(count: end)
    for frame in frames {
      let head = memory.start + frame.offset
      head.storeBytes(of: frame.rowCount, as: Int.self)
      head.storeBytes(of: frame.texts.byteCount, toByteOffset: 8, as: Int.self)
    }
  }
}

/// The entries of one partition by table and day, complete.
package final class SealedRows: @unchecked Sendable {
  /// One for each table, in the order of `DatasetSpool`'s spools.
  let tables: [SealedTable]

  /// Frames that nobody changes any more.
  init(tables: [SealedTable]) { self.tables = tables }
}
