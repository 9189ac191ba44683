import CivilTime
import Foundation
import JourneyModel
import Publishing
import Testing

@Suite struct ReleaseWriterTests {
  private static let center = SampleCenter(customers: 120, days: 63)

  @Test func `independent readers find the same rows, keys, hashes and numbers`() throws {
    let center = ReleaseWriterTests.center
    let (folder, summary) = try center.publish(SampleCenter.settings(center))
    let verdict = try Repository.judge("release_judge.py", [folder.path])
    #expect(summary.rows.map(\.table) == Tables.all.map(\.name))
    for (table, count) in summary.rows { #expect(verdict.contains("\"\(table)\": \(count)")) }
    #expect(summary.rows.map(\.count).allSatisfy { $0 > 0 })
  }

  @Test func `a release without rows opens too, and its views are empty`() throws {
    let center = SampleCenter(customers: 0)
    let (folder, _) = try center.publish(SampleCenter.settings(center))
    let names = try folder.contents().keys.filter { $0.hasPrefix("datasets/") }.sorted()
    #expect(
      names.filter { $0.hasSuffix(".parquet") } == [
        "datasets/customers/part-000.parquet", "datasets/rejects/part-000.parquet",
      ])
    _ = try Repository.judge("release_judge.py", [folder.path])
  }

  @Test func `rows that overflow to the spool give the same bytes`() throws {
    let center = ReleaseWriterTests.center
    let (memory, first) = try center.publish(SampleCenter.settings(center))
    var settings = SampleCenter.settings(center)
    settings.memoryLimit = 4096
    let (spooled, second) = try center.publish(settings)
    #expect(try memory.contents() == spooled.contents())
    #expect(first.manifestSHA256 == second.manifestSHA256)
    #expect(try !spooled.contents().keys.contains { $0.contains(".spool") })
  }

  @Test func `the folder is the reporting zone's day of the row's own subject`() throws {
    let center = ReleaseWriterTests.center
    let folder = try TemporaryFolder()
    var writer = try ReleaseWriter(
      directory: folder.path, settings: SampleCenter.settings(center))
    // 03:30 UTC is still the evening before in New York; the event lies after midnight there.
    var row = center.customers[0].interactions[0]
    row.startedAt = Instant(microseconds: 1_709_350_200_000_000)
    var event = center.customers[0].events[0][0]
    event.at = row.startedAt.adding(milliseconds: 2 * 3_600_000)
    try writer.append(interaction: row)
    try writer.append(event: event, in: row)
    let summary = try writer.finish(ReportContent(), stateID: "0")
    let paths = summary.files.compactMap { $0.rows?.count ?? 0 > 0 ? $0.path : nil }
    #expect(
      paths == [
        "datasets/events/date=2024-03-02/part-000.parquet",
        "datasets/interactions/date=2024-03-01/part-000.parquet",
      ])
  }

  @Test func `the same rows hash alike, whatever the settings around them`() throws {
    let center = ReleaseWriterTests.center
    let (_, one) = try center.publish(SampleCenter.settings(center))
    var settings = SampleCenter.settings(center)
    settings.title = "Another title"
    let (_, other) = try center.publish(settings)
    #expect(one.manifestSHA256 != other.manifestSHA256)
    #expect(one.files.filter { $0.rows != nil } == other.files.filter { $0.rows != nil })
  }

  @Test func `a file that reads back differently stops the release`() throws {
    let center = SampleCenter(customers: 3)
    var settings = SampleCenter.settings(center)
    let count = Counter()
    settings.digest = { LyingDigest(count: count) }
    #expect(throws: ReleaseError.self) { _ = try center.publish(settings) }
    do {
      _ = try center.publish(settings)
    } catch let error as ReleaseError {
      #expect(error.code == .p403)
      #expect(error.description.hasSuffix("does not read back as it was written"))
    }
  }

  @Test func `a folder that cannot be written is named`() throws {
    let settings = SampleCenter.settings(ReleaseWriterTests.center)
    let error = #expect(throws: ReleaseError.self) {
      _ = try ReleaseWriter(directory: "/nonexistent/release", settings: settings)
    }
    #expect(error?.code == .p401)
    #expect(error?.description.contains("/nonexistent/release") == true)
  }

  @Test func `published files can be read by the group only`() throws {
    let center = SampleCenter(customers: 2)
    let (folder, summary) = try center.publish(SampleCenter.settings(center))
    for file in summary.files {
      let path = folder.path + "/" + file.path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o640, "\(file.path)")
    }
  }
}

/// Counts how often digests were asked for.
private final class Counter: @unchecked Sendable {
  var value: UInt8 = 0
}

/// A digest that never says the same twice, as if every file had changed.
private struct LyingDigest: ContentDigest {
  let count: Counter

  mutating func update(_ bytes: UnsafeRawBufferPointer) {}

  mutating func finalize() -> [UInt8] {
    count.value &+= 1
    return [count.value]
  }
}
