import JourneyModel

/// The entries of one file in groups that fit into a row group, in order.
///
/// A group ends after `rowLimit` entries, or once entries and texts take `byteLimit`: a function of
/// the entries alone, however they came in.
struct EntryGroups<Entry: PublishedEntry> {
  /// A group: slices of frames, and the pieces that they lie in.
  struct Group {
    /// The entries in order.
    var slices: [EntrySlice<Entry>] = []
    /// From 1 to `rowLimit` once `next` has given the group.
    var rowCount = 0
    fileprivate var pieces: [SpoolSlice] = []
  }

  private static var rowLimit: Int { 65_536 }
  private static var byteLimit: Int { 32 << 20 }

  private let entries: SpooledEntries
  private let day: Int32
  private var nextPiece = 0
  private var piece: SpoolSlice?
  private var offset = 0
  /// What is left of the frame that the last group ended in.
  private var rest: EntrySlice<Entry>?

  /// The entries of a day.
  init(_ entries: SpooledEntries, day: Int32) {
    self.entries = entries
    self.day = day
  }

  /// The next group; nil behind the last.
  ///
  /// It is used before the one after it is asked for.
  mutating func next() throws(ScratchError) -> Group? {
    var group = Group()
    var bytes = 0
    if let piece { group.pieces.append(piece) }
    while let slice = try nextSlice(&group) {
      let taken = EntryGroups.rows(of: slice, after: group.rowCount, &bytes)
      if taken > 0 {
        group.slices.append(EntrySlice(rows: slice.rows[0..<taken], texts: slice.texts))
        group.rowCount += taken
      }
      guard taken == slice.rows.count else {
        rest = EntrySlice(rows: slice.rows[taken..<slice.rows.count], texts: slice.texts)
        break
      }
    }
    return group.rowCount == 0 ? nil : group
  }

  /// How many entries of a slice still belong to the group.
  private static func rows(
    of slice: EntrySlice<Entry>, after rowCount: Int, _ bytes: inout Int
  ) -> Int {
    var taken = 0
    while taken < slice.rows.count, rowCount + taken < rowLimit, bytes < byteLimit {
      bytes += MemoryLayout<Entry>.stride + slice.rows[taken].textByteCount
      taken += 1
    }
    return taken
  }

  private mutating func nextSlice(
    _ group: inout Group
  ) throws(ScratchError) -> EntrySlice<Entry>? {
    if let slice = rest {
      rest = nil
      return slice
    }
    if let piece, offset == piece.count { self.piece = nil }
    if piece == nil {
      guard nextPiece < entries.pieceCount(of: day) else { return nil }
      let next = try entries.piece(nextPiece, of: day)
      nextPiece += 1
      offset = 0
      piece = next
      group.pieces.append(next)
    }
    return piece.flatMap { frame(in: $0) }
  }

  /// The frame that begins at the offset.
  private mutating func frame(in piece: SpoolSlice) -> EntrySlice<Entry> {
    let head = piece.start + offset
    let rowBytes = head.load(as: Int.self) * MemoryLayout<Entry>.stride
    let textBytes = head.load(fromByteOffset: 8, as: Int.self)
    let rows = head + EntryFrame.headBytes
    offset += EntryFrame.byteCount(rowBytes: rowBytes, textBytes: textBytes)
    precondition(offset <= piece.count, "a piece holds whole frames")
    return EntrySlice(
      rows: RowSlice(bytes: UnsafeRawBufferPointer(start: rows, count: rowBytes)),
      texts: UnsafeRawPointer(rows + EntryFrame.padded(rowBytes)))
  }
}
