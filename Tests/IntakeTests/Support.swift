import CivilTime
import Foundation
import Intake
import JourneyModel
import Testing

/// The repository and the material beside it.
enum Repository {
  /// The root of the repository, wherever the tests are built from.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Samples and real data beside the repository.
  static let shared = root.deletingLastPathComponent().appending(path: "shared")

  /// The bytes of a file.
  static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}

/// What one reading of an input gave.
struct Reading {
  var records: [NormalizedRecord] = []
  var rejections: [Rejection] = []
  var ledger = Ledger()
  var dialect = ""
  var assumedZoneUsed = false
  var notes = ReadingNotes()
  var absentNames: [AbsentName] = []
}

/// Bytes that stay in their place while a reader works on them.
///
/// They are never freed: a noncopyable reader cannot be used inside a closure that lends memory.
struct ByteBlock {
  let bytes: UnsafeRawBufferPointer

  init(_ content: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(content.count, 1), alignment: 16)
    memory.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(rebasing: memory[..<content.count])
  }
}

/// The key all tests share.
let testKey = IdentifierKey(bytes: Array(0..<32))!

/// The bundled adapters.
let bundled: AdapterLibrary = {
  do throws(DiagnosticError) {
    return try AdapterLibrary.bundled()
  } catch {
    fatalError(error.diagnostics.map(\.rendered).joined())
  }
}()

/// Reads bytes with an adapter, cut into pieces of a size.
func read(
  _ bytes: [UInt8], adapter: Adapter, settings: InputSettings = InputSettings(name: "test"),
  pieces: Int = 1 << 20, isInflated: Bool = false
) throws -> Reading {
  var reader = try InputReader(
    adapter: adapter, settings: settings, key: testKey, input: 7, isInflated: isInflated)
  var sink = CollectedRecords()
  let block = ByteBlock(bytes)
  var start = 0
  while start < bytes.count {
    let end = min(start + pieces, bytes.count)
    try reader.push(UnsafeRawBufferPointer(rebasing: block.bytes[start..<end]), into: &sink)
    start = end
  }
  try reader.finish(into: &sink)
  return Reading(
    records: sink.records, rejections: sink.rejections, ledger: reader.ledger,
    dialect: reader.dialectDescription, assumedZoneUsed: reader.assumedZoneUsed,
    notes: reader.notes, absentNames: reader.absentNames)
}

/// Reads bytes in two pieces.
func readCut(
  _ bytes: [UInt8], at cut: Int, adapter: Adapter,
  settings: InputSettings = InputSettings(name: "test")
) throws -> Reading {
  var reader = try InputReader(adapter: adapter, settings: settings, key: testKey, input: 7)
  var sink = CollectedRecords()
  let block = ByteBlock(bytes)
  try reader.push(UnsafeRawBufferPointer(rebasing: block.bytes[..<cut]), into: &sink)
  try reader.push(UnsafeRawBufferPointer(rebasing: block.bytes[cut...]), into: &sink)
  try reader.finish(into: &sink)
  return Reading(
    records: sink.records, rejections: sink.rejections, ledger: reader.ledger,
    dialect: reader.dialectDescription, assumedZoneUsed: reader.assumedZoneUsed,
    notes: reader.notes, absentNames: reader.absentNames)
}

/// The failure of reading a text with an adapter of the library; nil if it can be read.
func failure(_ text: String, with id: String) -> InputFailure? {
  bundled.adapter(id: id).flatMap { failure(text, $0) }
}

/// The failure of reading a text; nil if it can be read.
func failure(
  _ text: String, _ adapter: Adapter, _ settings: InputSettings = InputSettings(name: "test")
) -> InputFailure? {
  do {
    _ = try read(Array(text.utf8), adapter: adapter, settings: settings)
    return nil
  } catch {
    return error as? InputFailure
  }
}

/// Reads a text with an adapter of the library.
func read(
  _ text: String, with id: String, settings: InputSettings = InputSettings(name: "test")
) throws -> Reading {
  try read(Array(text.utf8), adapter: try #require(bundled.adapter(id: id)), settings: settings)
}

/// Settings with parameters.
func settings(_ parameters: [String: String] = [:], zone: String? = nil) -> InputSettings {
  var settings = InputSettings(name: "test")
  settings.parameters = parameters
  settings.timeZone = zone.flatMap(ZoneRules.named)
  return settings
}

/// The adapter a text describes.
func adapter(_ text: String) throws -> Adapter {
  var library = AdapterLibrary()
  do throws(DiagnosticError) {
    try library.add(text: text, file: "mine.yaml")
  } catch {
    Issue.record("\(error.diagnostics.map(\.rendered).joined())")
    throw error
  }
  return try #require(library.adapters.first)
}
