internal import Codecs
internal import DurableFiles
internal import JourneyModel

/// What the manifest says about one export file.
package struct ManifestEntry: Sendable {
  /// Where a damaged record lies in the decompressed file, and what is wrong with it.
  struct Malformed: Sendable {
    var byteOffset: Int
    var byteLength: Int
    var kind: String
  }

  var path: String
  var export: Export
  var bytes = 0
  var contentBytes = 0
  var sha256 = ""
  var records = 0
  var distinctKeys = 0
  var duplicates = 0
  var skipped = 0
  var malformed: [Malformed] = []

  /// The entry as JSON.
  var json: ExportText {
    let places = malformed.map { place -> ExportText in
      """
      {"byteOffset":\(place.byteOffset),"byteLength":\(place.byteLength),"kind":"\(place.kind)"}
      """
    }
    return """
      {"path":"\(path)","adapter":"\(export.adapter)","bytes":\(bytes),\
      "contentBytes":\(contentBytes),"sha256":"\(sha256)","records":\(records),\
      "distinctKeys":\(distinctKeys),"duplicates":\(duplicates),"skipped":\(skipped),\
      "malformed":[\(ExportText(places, separator: ","))]}
      """
  }
}

/// Writes one file of an export, record by record, and keeps its ledger.
///
/// Memory: a few megabytes, and 40 bytes per record for the ledger.
struct ExportFile: ~Copyable {
  /// The most records of a file; more go to the next part.
  static let mostRecords = 200_000
  private static let chunkBytes = 1 << 20

  private(set) var entry: ManifestEntry
  private var file: File
  private var hash = SHA256()
  private var content: [UInt8] = []
  private var keys: Set<UInt64> = []
  private var texts: Set<StableHash128> = []
  private let hasCarriageReturns: Bool
  private var isGlued = false

  /// A new file, by its place in the manifest.
  init(
    _ export: Export, path: String, in directory: String, dice: inout Dice, rates: DirtRates
  ) throws(FileError) {
    entry = ManifestEntry(path: path, export: export)
    let full = directory + "/" + path
    if let parent = Directory.parent(of: full) { try Directory.createAll(parent, mode: 0o755) }
    file = try File.create(full, mode: 0o644)
    hasCarriageReturns = dice.chance(rates.carriageReturns)
    let hasMark = dice.chance(rates.mark)
    switch export.form {
    case .page(let member): append("{\"\(member)\":[")
    case .rows(let header):
      if hasMark { content.append(contentsOf: [0xef, 0xbb, 0xbf]) }
      for line in header.split(separator: "\n", omittingEmptySubsequences: false) {
        append(String(line))
        endLine()
      }
    case .lines, .gluedLines: break
    }
  }

  /// Ends what belongs together, such as a day: a member of a gzip file.
  mutating func endSlot(isNextGlued: Bool) throws(FileError) {
    if entry.export.isCompressed, !content.isEmpty { try flush() }
    isGlued = isNextGlued
  }

  /// Writes a record, its separators, and counts it for the manifest.
  mutating func write(_ frame: RecordFrame, _ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if case .page = entry.export.form, entry.records > 0 { append(",\n") }
    let text = UnsafeRawBufferPointer(rebasing: bytes[frame.text])
    count(frame, text)
    content.append(contentsOf: text)
    switch entry.export.form {
    case .page: break
    case .gluedLines where isGlued: break
    case .lines, .gluedLines: append("\n")
    case .rows: endLine()
    }
    if content.count >= ExportFile.chunkBytes { try flush() }
  }

  private mutating func count(_ frame: RecordFrame, _ text: UnsafeRawBufferPointer) {
    entry.records += 1
    if frame.damage != .none {
      entry.malformed.append(
        ManifestEntry.Malformed(
          byteOffset: entry.contentBytes + content.count, byteLength: text.count,
          kind: frame.damage.name))
      return
    }
    keys.insert(frame.key)
    if frame.isBeside {
      entry.skipped += 1
      return
    }
    var hasher = StableHasher()
    hasher.append(text)
    if !texts.insert(hasher.finalize()).inserted { entry.duplicates += 1 }
  }

  /// Ends the file and tells what is in it.
  consuming func finish() throws(FileError) -> ManifestEntry {
    switch entry.export.form {
    case .page(member: "tickets"):
      append("],\"next_page\":null,\"previous_page\":null,\"count\":\(entry.records)}\n")
    case .page: append("],\"cursor\":null}\n")
    case .lines, .gluedLines, .rows: break
    }
    // An empty gzip file has a member too.
    if !content.isEmpty || entry.bytes == 0 { try flush() }
    entry.distinctKeys = keys.count
    entry.sha256 = HexText.lowercase(hash.finalize())
    try file.close(synchronizing: false)
    return entry
  }

  private mutating func append(_ text: String) { content.append(contentsOf: text.utf8) }

  private mutating func endLine() {
    if hasCarriageReturns { content.append(0x0d) }
    content.append(0x0a)
  }

  private mutating func flush() throws(FileError) {
    var output: [UInt8] = []
    if entry.export.isCompressed {
      content.withUnsafeBytes { Gzip.compress($0, into: &output) }
    } else {
      output = content
    }
    entry.contentBytes += content.count
    entry.bytes += output.count
    output.withUnsafeBytes { hash.update($0) }
    try file.write(output)
    content.removeAll(keepingCapacity: true)
  }
}
