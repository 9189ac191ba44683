import Foundation
import Intake
import JourneyModel
import Testing

/// Golden folders: `Fixtures/adapters/<id>/` holds samples in the vendor's form, how they are read
/// (`settings.yaml`: `timezone`, `region`, `with`, `tables`), and what becomes of them.
///
/// `UPDATE_GOLDEN=1` rewrites the expected files; review them as a diff.
@Suite struct AdapterFixtureTests {
  static let folder = Repository.root.appending(path: "Fixtures/adapters")
  static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  @Test(arguments: bundled.adapters.map(\.id))
  func samplesBecomeTheExpectedRecordsAndRejections(id: String) throws {
    let folder = Self.folder.appending(path: id)
    let adapter = try #require(bundled.adapter(id: id))
    let settings = try Self.settings(folder.appending(path: "settings.yaml"))
    let samples = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasPrefix("sample") }.sorted()
    #expect(!samples.isEmpty)
    var records = ""
    var rejections = ""
    for sample in samples {
      let bytes = try Repository.bytes(folder.appending(path: sample))
      let reading = try read(bytes, adapter: adapter, settings: settings)
      #expect(reading.ledger.isBalanced)
      #expect(reading.ledger.bytes == bytes.count)
      #expect(reading.ledger.accepted == reading.records.count)
      #expect(reading.ledger.rejected == reading.rejections.count)
      records += reading.records.map { RecordText.json($0) + "\n" }.joined()
      rejections += reading.rejections.map { RecordText.json($0) + "\n" }.joined()
      if reading.ledger.skippedTotal > 0 {
        let skipped = reading.ledger.skipped.sorted { $0.key < $1.key }
        rejections += skipped.map { "# \($0.value) skipped: \($0.key)\n" }.joined()
      }
    }
    try Self.compare(records, with: folder.appending(path: "expected.records.jsonl"))
    try Self.compare(rejections, with: folder.appending(path: "expected.rejects.jsonl"))
  }

  @Test(arguments: bundled.adapters.map(\.id))
  func cuttingTheFileAnywhereChangesNothing(id: String) throws {
    let folder = Self.folder.appending(path: id)
    let adapter = try #require(bundled.adapter(id: id))
    let settings = try Self.settings(folder.appending(path: "settings.yaml"))
    for sample in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    where sample.hasPrefix("sample") {
      let bytes = try Repository.bytes(folder.appending(path: sample))
      let whole = try read(bytes, adapter: adapter, settings: settings)
      for size in [1, 7, 64, 1000] {
        let cut = try read(bytes, adapter: adapter, settings: settings, pieces: size)
        #expect(cut.records == whole.records, "\(sample) in pieces of \(size)")
        #expect(cut.rejections == whole.rejections, "\(sample) in pieces of \(size)")
        #expect(cut.ledger == whole.ledger, "\(sample) in pieces of \(size)")
      }
    }
  }

  @Test(arguments: bundled.adapters.map(\.id))
  func samplesAreRecognisedAsTheirOwnAdapters(id: String) throws {
    let folder = Self.folder.appending(path: id)
    // Columns by parameter can only be recognised under their default names.
    guard id != "customers" else { return }
    for sample in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    where sample.hasPrefix("sample") {
      let bytes = try Repository.bytes(folder.appending(path: sample))
      let found = bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true) }
      guard case .one(let adapter, _) = found else {
        Issue.record("\(sample) of \(id) is not recognised")
        continue
      }
      #expect(adapter.id == id)
    }
  }

  private static func compare(_ text: String, with file: URL) throws {
    if isUpdating { try text.write(to: file, atomically: true, encoding: .utf8) }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(found.count == wanted.count, "\(file.lastPathComponent)")
    for (line, pair) in zip(found, wanted).enumerated() {
      #expect(pair.0 == pair.1, "\(file.lastPathComponent):\(line + 1)")
    }
  }

  private static func settings(_ file: URL) throws -> InputSettings {
    let folder = file.deletingLastPathComponent()
    func content(_ file: URL) -> String? { try? String(contentsOf: file, encoding: .utf8) }
    return try FixtureSettings.read(text: content(file) ?? "", file: file.path()) {
      content(folder.appending(path: $0))
    }
  }
}
