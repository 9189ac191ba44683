package import JourneyModel

/// Merges measure cells of any number of customers into one sorted stream in bounded memory.
///
/// Cells are merged in a dictionary; when it holds `limit` cells they are sorted and appended to
/// scratch space as a run, and at the end all runs are merged by key. Integer addition makes the
/// result independent of how cells fell into runs.
package struct CellAccumulator: ~Copyable {
  private let limit: Int
  private var cells: [MeasureKey: MeasureCell] = [:]
  private var spill: SpillFile
  private var runs: [Range<UInt64>] = []

  /// An accumulator that keeps at most `limit` cells in memory.
  package init(limit: Int, scratchDirectory: String) throws(RunFailure) {
    self.limit = max(limit, 1024)
    spill = try SpillFile(in: scratchDirectory, name: "cells")
  }

  /// Adds cells.
  package mutating func add(_ added: [MeasureCell]) throws(RunFailure) {
    for cell in added { cells.add(cell, to: cell.key) { $0.merge($1) } }
    if cells.count >= limit { try writeRun() }
  }

  /// Calls `body` with every merged cell in key order.
  package consuming func finish(
    _ body: (MeasureCell) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    guard !runs.isEmpty else {
      let cells = Array(cells.values)
      for place in CellAccumulator.order(of: cells) { try body(cells[place]) }
      return
    }
    try writeRun()
    try spill.flush()
    try mergeRuns(body)
  }

  private mutating func writeRun() throws(RunFailure) {
    let start = spill.count
    var writer = ByteWriter()
    let all = Array(cells.values)
    for place in CellAccumulator.order(of: all) {
      writer.removeAll()
      CellEncoding.write(all[place], into: &writer)
      try spill.append(writer.bytes)
    }
    runs.append(start..<spill.count)
    cells.removeAll(keepingCapacity: true)
  }

  /// The places of cells in the order of their keys: numbers are cheaper to sort than cells.
  private static func order(of cells: [MeasureCell]) -> [Int] {
    cells.indices.sorted { cells[$0].key < cells[$1].key }
  }

  private func mergeRuns(_ body: (MeasureCell) throws(RunFailure) -> Void) throws(RunFailure) {
    var cursors: [RunCursor] = []
    for run in runs {
      var cursor = RunCursor(remaining: run)
      try cursor.advance(spill)
      cursors.append(cursor)
    }
    while let least = cursors.compactMap({ $0.current?.key }).min() {
      var merged: MeasureCell?
      for index in cursors.indices where cursors[index].current?.key == least {
        if let cell = cursors[index].current, merged?.merge(cell) == nil { merged = cell }
        try cursors[index].advance(spill)
      }
      if let merged { try body(merged) }
    }
  }

  /// Reads one run cell by cell through a window of it.
  private struct RunCursor {
    var remaining: Range<UInt64>
    var window: [UInt8] = []
    var offset = 0
    var current: MeasureCell?

    init(remaining: Range<UInt64>) { self.remaining = remaining }

    mutating func advance(_ spill: borrowing SpillFile) throws(RunFailure) {
      if needsRefill { try refill(spill) }
      guard offset < window.count else { return current = nil }
      window.withUnsafeBytes { bytes in
        var reader = ByteReader(bytes, at: offset)
        current = CellEncoding.read(&reader)
        offset = reader.offset
      }
    }

    /// Whether the next cell may not lie completely inside the window.
    private var needsRefill: Bool {
      guard !remaining.isEmpty else { return false }
      guard offset + 4 <= window.count else { return true }
      let size = window.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      }
      return offset + 4 + Int(UInt32(littleEndian: size)) > window.count
    }

    private mutating func refill(_ spill: borrowing SpillFile) throws(RunFailure) {
      window.removeSubrange(..<offset)
      offset = 0
      repeat {
        let count = min(64 << 10, Int(remaining.upperBound - remaining.lowerBound))
        window += try spill.read(at: remaining.lowerBound, count: count)
        remaining = (remaining.lowerBound + UInt64(count))..<remaining.upperBound
      } while needsRefill
    }
  }
}

/// The form of a measure cell in scratch space: a byte count, then the cell.
private enum CellEncoding {
  static func write(_ cell: MeasureCell, into writer: inout ByteWriter) {
    let start = writer.count
    writer.write(UInt32(0))
    writer.write(cell.key.day)
    writer.write(cell.key.measure)
    writer.write(cell.key.channel?.rawValue ?? .max)
    writer.write(cell.key.reason)
    writer.write(cell.key.queue)
    writer.write(cell.key.persona)
    writer.write(cell.numerator)
    writer.write(cell.denominator)
    writer.write(cell.histogram?.encoded)
    writer.write(UInt8(cell.isProvisional ? 1 : 0))
    writer.write(UInt16(cell.customers.count))
    for customer in cell.customers { writer.write(customer.hash) }
    writer.replace(at: start, with: UInt32(writer.count - start - 4))
  }

  static func read(_ reader: inout ByteReader) -> MeasureCell {
    reader.skip(4)
    var key = MeasureKey(
      day: reader.read(Int32.self), measure: reader.readText(),
      channel: Channel(rawValue: reader.read(UInt8.self)), reason: reader.readOptionalText(),
      queue: reader.readOptionalText())
    key.persona = reader.readOptionalText()
    let numerator = reader.read(Int64.self)
    let denominator = reader.read(Int64.self)
    let histogram = reader.readOptionalText().flatMap(Histogram.init(encoded:))
    let isProvisional = reader.read(UInt8.self) != 0
    let customers = (0..<reader.read(UInt16.self)).map { _ in CustomerID(reader.readHash()) }
    return MeasureCell(
      key: key, numerator: numerator, denominator: denominator, histogram: histogram,
      customers: customers, isProvisional: isProvisional)
  }
}
