import Foundation
import Testing

/// Reports of any days, merged from the cells of a release.
@Suite struct RangeReportTests {
  /// A release of a simulated center of ninety days.
  private static let center: (scratch: Scratch, out: String)? = {
    guard let scratch = try? Scratch() else { return nil }
    let center = scratch.path("center")
    let made = try? Program.throughline(
      ["generate", center, "--interactions", "3000", "--seed", "5", "--days", "90"])
    let out = scratch.path("out")
    let configuration = center + "/throughline.yaml"
    let run = try? Program.throughline(["run", "--config", configuration, "--out", out])
    return made?.exitCode == 0 && run?.exitCode == 0 ? (scratch, out) : nil
  }()

  private func out() throws -> String { try #require(Self.center).out }

  /// The files of a report of some options, by path.
  private func report(_ options: [String]) throws -> [String: Data] {
    let scratch = try Scratch()
    let folder = scratch.path("report")
    let written = try Program.throughline(
      ["report", "--out", try out(), "--into", folder] + options)
    #expect(written.exitCode == 0, "\(written.errors)")
    return try Self.files(folder)
  }

  private static func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
      guard let name = name as? String, name.contains(".") else { continue }
      files[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
    }
    return files
  }

  /// A table's rows by the first column.
  private func table(_ name: String, _ files: [String: Data]) throws -> [String: [String: String]] {
    let data = try #require(files["tables/\(name).csv"])
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var rows: [String: [String: String]] = [:]
    for line in lines.dropFirst() where line.count == lines[0].count {
      rows[line[0]] = Dictionary(zip(lines[0], line), uniquingKeysWith: { first, _ in first })
    }
    return rows
  }

  /// How many rows a dataset has on days of the reporting zone.
  private func count(_ dataset: String, _ days: ClosedRange<String>) throws -> String {
    let release = try #require(Release(in: try out()))
    let query =
      "select count(*) from \(dataset) where cast(timezone('America/New_York', started_at) as date)"
      + " between date '\(days.lowerBound)' and date '\(days.upperBound)'"
    return try #require(try release.rows(query).first)
  }

  @Test func `a report of all days is that of the release, byte for byte`() throws {
    let (whole, published) = (try report([]), try Self.files(try out() + "/latest/report"))
    #expect(whole.keys.sorted() == published.keys.sorted())
    #expect(whole.filter { published[$0.key] != $0.value }.map(\.key).sorted() == [])
    #expect(whole.count > 30)
  }

  @Test func `the days of a range have what the datasets have`() throws {
    let february = try report(["--from", "2026-02-01", "--to", "2026-02-28"])
    let headline = try table("headline", february)
    let days = "2026-02-01"..."2026-02-28"
    #expect(headline["contacts"]?["value"] == (try count("interactions", days)))
    #expect(headline["journeys"]?["value"] == (try count("journeys", days)))
    let page = String(decoding: try #require(february["index.html"]), as: UTF8.self)
    #expect(page.contains("<b>2026-02-01 – 2026-02-28</b>"))
  }

  @Test func `a range is compared with the days before it, or with the same weekdays`() throws {
    let range = ["--from", "2026-03-01", "--to", "2026-03-10"]
    let previous = try table("headline", try report(range + ["--compare", "previous"]))
    #expect(
      previous["contacts"]?["recent"] == (try count("interactions", "2026-03-01"..."2026-03-10")))
    #expect(
      previous["contacts"]?["before"] == (try count("interactions", "2026-02-19"..."2026-02-28")))
    let weekdays = try table("headline", try report(range + ["--compare", "same-weekdays"]))
    #expect(
      weekdays["contacts"]?["before"] == (try count("interactions", "2026-02-15"..."2026-02-24")))
    let other = ["--compare", "2026-02-01..2026-02-07"]
    #expect(
      try table("headline", try report(range + other))["contacts"]?["before"]
        == (try count("interactions", "2026-02-01"..."2026-02-07")))
  }

  @Test func `only journeys of the range lie in its report`() throws {
    let files = try report(["--from", "2026-02-01", "--to", "2026-02-28"])
    let page = String(decoding: try #require(files["index.html"]), as: UTF8.self)
    let journeys = try #require(files["tables/journeys.csv"])
    let began = String(decoding: journeys, as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst().compactMap { line in line.split(separator: ",").first { $0.hasPrefix("2026-") } }
    #expect(page.contains("id=\"journeys\""))
    // The zone is five hours behind.
    #expect(began.count > 10)
    #expect(began.allSatisfy { $0 >= "2026-02-01T05" && $0 < "2026-03-01T05" })
  }

  @Test(arguments: [
    ["--from", "2026-13-01"], ["--compare", "sometimes"], ["--from", "2031-01-01"],
    ["--from", "2026-03-02", "--to", "2026-03-01"],
  ])
  func `days that cannot be are refused`(_ options: [String]) throws {
    let scratch = try Scratch()
    let refused = try Program.throughline(
      ["report", "--out", try out(), "--into", scratch.path("r")] + options)
    #expect(refused.exitCode == 64)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("r")))
  }

  @Test func `damaged cells are told of`() throws {
    let scratch = try Scratch()
    let copy = scratch.path("out")
    try FileManager.default.copyItem(atPath: try out(), toPath: copy)
    let cells = URL(filePath: copy + "/latest/cells/cells.bin").resolvingSymlinksInPath()
    var bytes = try Data(contentsOf: cells)
    bytes[bytes.count / 2] ^= 0x40
    try FileManager.default.removeItem(at: cells)
    try bytes.write(to: cells)
    let refused = try Program.throughline(["report", "--out", copy, "--into", scratch.path("r")])
    #expect(refused.exitCode == 74)
    #expect(refused.errors.contains("P403"))
  }
}
