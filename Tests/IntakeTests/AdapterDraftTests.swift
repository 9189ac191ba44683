import Foundation
import Intake
import JourneyModel
import Testing

/// First drafts from samples: they load as they are, and read what they were made from.
@Suite struct AdapterDraftTests {
  /// Every sample of the fixtures and beside the repository.
  static let samples: [URL] = {
    let folders = [
      Repository.root.appending(path: "Fixtures/adapters"),
      Repository.shared.appending(path: "samples"),
    ]
    return folders.flatMap { folder in
      // A folder that is not there has no samples; their number is checked below.
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path())) ?? []
      return names.sorted().map { folder.appending(path: $0) }
    }.filter { file in
      let name = file.lastPathComponent
      return ["json", "csv", "tsv", "txt"].contains(file.pathExtension)
        && !name.hasPrefix("expected")
    }
  }()

  private static func draft(_ file: URL) throws -> String? {
    let bytes = try Repository.bytes(file)
    return AdapterDraft.text(
      of: bytes, isFinal: true, fileName: file.lastPathComponent, id: nil)
  }

  @Test func thereAreSamples() { #expect(Self.samples.count >= 45) }

  @Test(arguments: samples)
  func aDraftLoadsAndReadsItsSample(file: URL) throws {
    let text = try #require(try Self.draft(file))
    let mine = try adapter(text)
    #expect(text.contains("# QUESTION: "))
    let reading = try read(
      try Repository.bytes(file), adapter: mine, settings: settings(zone: "America/New_York"))
    #expect(reading.ledger.accepted > 0, "\(text)\n\(reading.rejections.first.debugDescription)")
    #expect(reading.ledger.isBalanced)
  }

  @Test func theDraftOfCityRequestsNamesWhatItFound() throws {
    let text = try #require(
      try Self.draft(
        Repository.shared.appending(path: "samples/municipal311/nyc311-100.csv")))
    for line in [
      "adapter: nyc311-100", "  key: '[\"Unique Key\"]'",
      "times: {formats: [\"MM/dd/yyyy hh:mm:ss a\"], zone: input}",
      "  - {activity: opened, at: '[\"Created Date\"]'}", "  queue: Agency",
      "    from: '[\"Open Data Channel Type\"]'",
    ] {
      #expect(text.contains(line + "\n"), "\(line)\n\(text)")
    }
  }

  @Test func theDraftOfAListOfCustomersStatesCustomers() throws {
    var rows = "Contact ID,Full Name,E-mail,Mobile,Home Phone,Modified On,Tier\n"
    for number in 0..<20 {
      rows += "C-\(number),Ann,a\(number)@example.org,+4930123456\(10 + number),,"
      rows += "2025-01-05 10:00:00,\(number % 2 == 0 ? "gold" : "silver")\n"
    }
    let text = try #require(
      AdapterDraft.text(of: Array(rows.utf8), isFinal: true, fileName: "crm.csv", id: nil))
    for line in [
      "  entity: customer", "  - {kind: customer, value: '[\"Contact ID\"]'}",
      "  - {kind: email, value: 'E-mail'}", "  - {kind: phone, value: Mobile}",
      "  attributes: {tier: Tier}", "  version: '[\"Modified On\"]'",
    ] {
      #expect(text.contains(line + "\n"), "\(line)\n\(text)")
    }
    let reading = try read(
      Array(rows.utf8), adapter: try adapter(text), settings: settings(zone: "UTC"))
    #expect(reading.records.first?.attributes.first?.name == "tier")
    #expect(reading.records.first?.interaction == nil)
  }

  @Test func whatIsNeitherRowsNorObjectsHasNoDraft() {
    for bytes in [[], Array("[1,2]".utf8), Array("\n\n".utf8)] {
      #expect(AdapterDraft.text(of: bytes, isFinal: true, fileName: "x", id: nil) == nil)
    }
  }

  @Test func aSampleMayBeUTF16() throws {
    let text = "id,opened,Größe\n1,2024-01-02T03:04:05Z,ä\n2,2024-01-02T03:04:06Z,ö\n"
    var bytes: [UInt8] = [0xff, 0xfe]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xff), UInt8(unit >> 8)] }
    let draft = try #require(
      AdapterDraft.text(of: bytes, isFinal: true, fileName: "t.csv", id: nil))
    #expect(draft.contains("activity: opened, at: opened"))
    #expect(try read(bytes, adapter: try adapter(draft)).ledger.accepted == 2)
  }

  @Test func oddNamesAreQuoted() throws {
    let text = """
      "the ""key"", id",it's,$x,"two
      lines",in,2nd,a\\b,,#,- x,Label,Label
      1,a,b,c,d,e,f,g,h,i,j,k
      2,b,c,d,e,f,g,h,i,j,k,l
      """
    let draft = try #require(
      AdapterDraft.text(
        of: Array(text.utf8), isFinal: true, fileName: "a: \"b\"\n.csv", id: nil))
    let reading = try read(Array(text.utf8), adapter: try adapter(draft))
    #expect(reading.ledger.accepted == 2, "\(draft)")
  }

  @Test func theOrderOfDayAndMonthIsAsked() throws {
    func draft(_ dates: String...) throws -> String {
      let rows = dates.enumerated().map { "\($0.offset),\($0.element)\n" }.joined()
      return try #require(
        AdapterDraft.text(
          of: Array("id,opened\n\(rows)".utf8), isFinal: true, fileName: "t.csv", id: "t"))
    }
    #expect(try draft("1/2/2016 1:16", "2/3/2016 1:16").contains("QUESTION: day or month first?"))
    let sure = try draft("1/2/2016 1:16", "29/3/2016 1:16")
    #expect(!sure.contains("day or month first?") && sure.contains("[\"d/M/yyyy H:mm\"]"))
  }
}
