import CivilTime
import Foundation
import JourneyModel
import Publishing
import TestSupport
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
    #expect(try !spooled.contents().keys.contains { $0.contains(".rows-") })
  }

  @Test func `the folder is the reporting zone's day of the row's own subject`() throws {
    let center = ReleaseWriterTests.center
    let folder = try TemporaryFolder()
    var writer = ReleaseWriter(
      directory: folder.path, settings: SampleCenter.settings(center),
      scratch: MemoryScratch())
    // 03:30 UTC is still the evening before in New York; the event lies after midnight there.
    var row = center.customers[0].interactions[0]
    row.startedAt = Instant(microseconds: 1_709_350_200_000_000)
    var event = center.customers[0].events[0][0]
    event.at = row.startedAt.adding(milliseconds: 2 * 3_600_000)
    var rows = center.customers[0]
    (rows.interactions, rows.events) = ([row], [[event]])
    (rows.journeys, rows.findings) = ([], [])
    let entries = SampleEntries(center, SampleCenter.settings(center))
    try writer.append(entries.rows(of: [rows]))
    let datasets = try writer.datasets(entries.published).run()
    let summary = try writer.finish(
      [:], entries.published, datasets: datasets, stateID: "0")
    let paths = summary.files.compactMap { $0.rows?.count ?? 0 > 0 ? $0.path : nil }
      .filter { $0.contains("date=") }
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
    let folder = try TemporaryFolder()
    var directory = ReleaseDirectory(root: folder.path)
    try directory.write("text", to: "report/summary.txt")
    let file = try #require(directory.files.first)
    try directory.verify(file)
    try Data("tent".utf8).write(to: URL(fileURLWithPath: folder.path + "/report/summary.txt"))
    let error = #expect(throws: ReleaseError.self) { try directory.verify(file) }
    #expect(error?.code == .p403)
    #expect(error?.description.hasSuffix("does not read back as it was written") == true)
  }

  @Test func `rows are the same at any memory and in any partitions`() throws {
    let center = ReleaseWriterTests.center
    var settings = SampleCenter.settings(center)
    let (_, whole) = try center.publish(settings)
    let wanted = Dictionary(
      uniqueKeysWithValues: whole.files.compactMap { file in
        file.rows.map { (file.path, "\($0.count) \($0.sha256)") }
      })
    var manifests: Set<String> = []
    // In between some rows are still in memory when measures, which come last, overflow.
    let between = (12..<22).flatMap { [(1 << $0, 7), (3 << ($0 - 1), 7)] }
    for (memory, partitions) in [(64 << 20, 1), (4096, 1)] + between {
      settings.memoryLimit = memory
      let (folder, new) = try center.publish(settings, partitions: partitions)
      for file in new.files where file.rows != nil {
        let found = file.rows.map { "\($0.count) \($0.sha256)" }
        #expect(found == wanted[file.path], "\(file.path)")
      }
      #expect(new.files.count { $0.rows != nil } == wanted.count)
      #expect(try !folder.contents().keys.contains { $0.contains(".rows-") })
      manifests.insert(new.manifestSHA256)
    }
    #expect(manifests.count == 1)
  }

  @Test func `files whose rows did not change are those of the release before`() throws {
    let center = ReleaseWriterTests.center
    var settings = SampleCenter.settings(center)
    let (before, first) = try center.publish(settings)
    func inode(_ folder: TemporaryFolder, _ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: folder.path + "/" + path)[.systemFileNumber]
        as? Int
    }
    let changed = "datasets/customers/part-000.parquet"
    let dataset = first.files.filter { $0.rows != nil }.map(\.path)
    settings.previous = PreviousRelease(directory: before.path, encoding: "1")
    // Rotten since it was published: it must be written anew.
    try Data("rot".utf8).write(to: URL(fileURLWithPath: before.path + "/" + changed))
    let (after, second) = try center.publish(settings)
    #expect(second.manifestSHA256 == first.manifestSHA256)
    for path in dataset {
      #expect(try (inode(after, path) == inode(before, path)) == (path != changed), "\(path)")
    }
    #expect(PreviousRelease(directory: before.path, encoding: "2") == nil)
  }

  @Test func `a folder that cannot be written is named`() throws {
    let center = ReleaseWriterTests.center
    var settings = SampleCenter.settings(center)
    for limit in [4096, settings.memoryLimit] {
      settings.memoryLimit = limit
      let entries = SampleEntries(center, settings)
      let error = #expect(throws: ReleaseError.self) {
        var writer = ReleaseWriter(
          directory: "/dev/null/release", settings: settings, scratch: MemoryScratch())
        try writer.append(entries.rows(of: center.customers[...]))
        _ = try writer.datasets(entries.published).run()
      }
      #expect(error?.code == .p401)
      #expect(error?.description.contains("/dev/null") == true)
    }
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
