import Foundation
import Testing

/// A night that did not come is noticed: missing dates, sources that stopped, empty drops, volumes.
@Suite struct DeliveryTests {
  private static let header = "customer_id,email,phone,segment,updated_at,account_id\n"

  /// An export of so many customers, changed at noon of a date.
  private static func customers(_ date: String, _ count: Int = 3) -> String {
    header
      + (0..<count).map { "\(date)-\($0),c\($0)@example.org,,gold,\(date)T12:00:00Z,\n" }.joined()
  }

  private static func configuration(_ inputs: [String]) -> String {
    "timezone: UTC\ninputs:\n" + inputs.map { "  - {adapter: customers, \($0)}\n" }.joined()
  }

  private func run(_ scratch: Scratch, asOf: String, _ more: [String] = []) throws -> Program {
    try Program.throughline(
      ["run", "--as-of", asOf, "--quiet"] + more, in: scratch.folder.path())
  }

  @Test func `missing nights, stopped sources and empty drops are named together`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      Self.configuration([
        "name: nightly, path: \"n/{date}/*.csv\", expect-within: 26h",
        "name: stopped, path: \"s/*.csv\", expect-within: 2d",
        "name: absent, path: \"a/*.csv\"",
        "name: hollow, path: \"h/*.csv\"",
      ]))
    for date in ["2026-03-01", "2026-03-02", "2026-03-04"] {
      try scratch.write("n/\(date)/people.csv", Self.customers(date))
    }
    try scratch.write("s/people.csv", Self.customers("2026-03-02"))
    try scratch.write("h/people.csv", "")
    let missed = try run(scratch, asOf: "2026-03-05T13:00:00Z")
    #expect(missed.exitCode == 66, "\(missed.errors)")
    #expect(missed.errors.contains("4 things"), "\(missed.errors)")
    for text in [
      "input 'nightly' has no file of 2026-03-03", "input 'stopped' is of 2026-03-02T12:00:00",
      "input 'absent' matches no file", "people.csv is empty",
    ] { #expect(missed.errors.contains(text), "\(text): \(missed.errors)") }
    #expect(Release(in: scratch.path("out")) == nil)
  }

  @Test func `what is expected ends where the configuration says`() throws {
    let scratch = try Scratch()
    func configure(_ more: String) throws {
      try scratch.write(
        "throughline.yaml",
        Self.configuration(["name: nightly, path: \"n/{date}.csv\", expect-within: 26h\(more)"]))
    }
    try configure("")
    for date in ["2026-03-05", "2026-03-06"] {
      try scratch.write("n/\(date).csv", Self.customers(date))
    }
    // A Friday's export is there on Saturday; on Sunday night Saturday's is missing.
    #expect(try run(scratch, asOf: "2026-03-07T02:15:00Z").exitCode == 0)
    let saturday = try run(scratch, asOf: "2026-03-08T02:15:01Z")
    #expect(saturday.exitCode == 66 && saturday.errors.contains("no file of 2026-03-07"))
    try configure(", expect-on: [mon, tue, wed, thu, fri]")
    #expect(try run(scratch, asOf: "2026-03-08T02:15:01Z").exitCode == 0)
    try configure(", without-dates: [2026-03-07]")
    #expect(try run(scratch, asOf: "2026-03-08T02:15:01Z").exitCode == 0)
    try configure("")
    // A file with nothing but its header is no delivery, also where another such file is known.
    try scratch.write("n/2026-03-07.csv", Self.header)
    try scratch.write("n/2026-03-08.csv", Self.header)
    let empty = try run(scratch, asOf: "2026-03-09T02:15:00Z")
    #expect(empty.exitCode == 66, "\(empty.errors)")
    for date in ["2026-03-07", "2026-03-08"] {
      #expect(empty.errors.contains("no record of its own in its files of \(date)"))
    }
    // Files that were archived were delivered all the same.
    try configure(", without-dates: [2026-03-07, 2026-03-08]")
    try FileManager.default.removeItem(atPath: scratch.path("n/2026-03-05.csv"))
    #expect(try run(scratch, asOf: "2026-03-09T02:15:00Z").exitCode == 0)
  }

  @Test(arguments: [(1, true), (2, true), (3, false), (40, false), (41, true)])
  func `volumes far from the same weekdays' are warned of`(count: Int, isUnusual: Bool) throws {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml", Self.configuration(["name: nightly, path: \"n/{date}.csv\""]))
    let mondays = ["2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"]
    for (date, records) in zip(mondays, [4, 10, 10, 30]) {
      try scratch.write("n/\(date).csv", Self.customers(date, records))
    }
    // Other weekdays say nothing about Mondays.
    try scratch.write("n/2026-02-24.csv", Self.customers("2026-02-24", 500))
    #expect(try run(scratch, asOf: "2026-02-25T00:00:00Z").errors.isEmpty)
    try scratch.write("n/2026-03-02.csv", Self.customers("2026-03-02", count))
    let monday = try run(scratch, asOf: "2026-03-03T02:00:00Z", ["--json"])
    #expect(monday.exitCode == 0, "\(monday.errors)")
    #expect(monday.errors.contains("warning[I318]") == isUnusual, "\(monday.errors)")
    #expect(monday.output.contains("\"I318\"") == isUnusual)
    if isUnusual { #expect(monday.errors.contains("\(count) records, where the 4 same weekdays")) }
    #expect(try run(scratch, asOf: "2026-03-03T02:00:00Z").errors.isEmpty)
  }

  @Test func `what cannot be expected is a mistake of the configuration`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      Self.configuration([
        "name: a, path: a.csv, expect-within: 26h, optional: true",
        "name: b, path: b.csv, expect-on: [monday], without-dates: [2026-02-30]",
      ]))
    let checked = try Program.throughline(["validate"], in: scratch.folder.path())
    #expect(checked.exitCode == 78)
    for text in [
      "optional: true", "'monday' is not one of the words 'expect-on' may have",
      "a date is written as",
    ] {
      #expect(checked.errors.contains(text), "\(text): \(checked.errors)")
    }
  }
}
