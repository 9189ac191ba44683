import Codecs
import Intake
import JourneyModel
import RecordFormats
import Testing

/// What stands around the rows of real exports: `sep=` lines, preambles, several header rows,
/// footers, columns without a name or with the name of another.
@Suite struct RowFileTests {
  /// An adapter of rows; `reads` is what stands under `csv`.
  static func definition(_ reads: String, _ more: String = "") -> String {
    """
    adapter: calls
    system: mine
    title: Calls
    reads: {csv: {\(reads)}}
    recognise: {columns: [Number, Customer, Label]}
    record: {entity: call, key: Number}
    identifiers: [{kind: customer, value: Customer}]
    \(more)
    """
  }

  // MARK: sep= and preambles

  @Test(arguments: [
    ("sep=;\ncustomer_id;email\nC1;a@b.org\n", "semicolon", 24),
    ("sep=^\r\ncustomer_id^email\r\nC1^a@b.org\r\n", "byte 94", 26),
    ("\u{feff}\"sep=\t\"\rcustomer_id\temail\rC1\ta@b.org\r", "tab", 29),
  ])
  func aLineThatNamesTheDelimiterIsFraming(text: String, name: String, framing: Int64) throws {
    for pieces in [1, 3, 1 << 20] {
      let customers = try #require(bundled.adapter(id: "customers"))
      let reading = try read(Array(text.utf8), adapter: customers, pieces: pieces)
      #expect(reading.ledger.accepted == 1 && reading.ledger.recordsRead == 1)
      #expect(reading.ledger.framingBytes == framing)
      #expect(reading.dialect == "CSV, \(name), utf-8, header row on line 2")
    }
    #expect(recognised(text) == "customers")
  }

  @Test func aSettingOverrulesTheLineThatNamesTheDelimiter() throws {
    var fixed = settings()
    fixed.delimiter = UInt8(ascii: "|")
    let reading = try read(
      "sep=;\ncustomer_id|email\nC1;1|a@b.org\n", with: "customers", settings: fixed)
    #expect(reading.ledger.accepted == 1)
  }

  @Test(arguments: [
    "Customers, as of today\n", "\"Customers\nof \"\"us\"\"\"\n\n", "Never closed: 12\"\n\n\n",
    ",,\n \n", String(repeating: "x\n", count: 49), "\u{feff}All customers;;;\r\n\r\n",
    "email of 3 March\nCalls,,\n",
  ])
  func linesBeforeTheHeaderAreFraming(preamble: String) throws {
    for delimiter in [",", ";", "\t", "|"] {
      let table = "Customer_ID,EMail,Segment\r\nC1,a@b.org,x\r\n,b@b.org,y\r\n"
      let text = preamble + table.replacing(",", with: delimiter)
      let customers = try #require(bundled.adapter(id: "customers"))
      for pieces in [1, 7, 1 << 20] {
        let reading = try read(Array(text.utf8), adapter: customers, pieces: pieces)
        #expect(reading.ledger.accepted == 1 && reading.ledger.recordsRead == 2)
        #expect(Int(reading.ledger.framingBytes) == preamble.utf8.count + 27)
        #expect(reading.ledger.bytes == text.utf8.count && reading.ledger.isBalanced)
        #expect(reading.rejections.first?.byteOffset == UInt64(preamble.utf8.count + 41))
        let lines = preamble.utf8.count { $0 == 0x0a }
        #expect(reading.rejections.first?.line == UInt64(lines + 3))
      }
      #expect(recognised(text) == "customers")
    }
  }

  @Test func rowsAsWideAsTheHeaderAreNoPreamble() throws {
    let text = "C1,a@b.org,x\ncustomer_id,email,segment\nC2,b@b.org,y\n"
    #expect(failure(text, with: "customers")?.line == 1)
    #expect(recognised(text) == nil)
  }

  @Test func aHeaderFarBelowIsNotLookedFor() throws {
    let text = String(repeating: "x\n", count: 50) + "customer_id,email\nC1,a@b.org\n"
    #expect(failure(text, with: "customers")?.code == .i305)
    #expect(recognised(text) == nil)
  }

  @Test func rowsBelowAHeaderThatLacksAColumnAreNotAPreamble() throws {
    let text = "customer_id\nC1\ncustomer_id,email\nC2,a@b.org\n"
    let found = failure(text, with: "customers")
    #expect(found?.code == .i305 && found?.line == 1)
    #expect(found?.message == "the header has no column 'email' of adapter 'customers'")
    let later = failure("Customers\n\ncustomer_id,segment\nC1,x\n", with: "customers")
    #expect(later?.line == 3 && later?.message.contains("'email'") == true)
  }

  @Test func anAdapterMayFixThePreamble() throws {
    let mine = try adapter(Self.definition("preamble-lines: 2"))
    let text = "Number,Customer,Label\n\nNumber,Customer,Label\n1,C1,a\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 1 && reading.ledger.recordsRead == 1)
    #expect(reading.dialect == "CSV, comma, utf-8, header row on line 3")
    let none = try adapter(Self.definition("preamble-lines: 0"))
    #expect(failure("Calls\nNumber,Customer,Label\n", none)?.code == .i305)
    #expect(failure("Calls\n", mine)?.code == .i305)
    let names = try adapter(
      Self.definition("preamble-lines: 1, names: [Number, Customer, Label]"))
    let bare = try read(Array("Calls;\n1;C1;a\n".utf8), adapter: names)
    #expect(bare.ledger.accepted == 1 && bare.ledger.framingBytes == 7)
  }

  @Test func headerRowsAreCountedFromTheHeader() throws {
    let mine = try adapter(Self.definition("header-rows-to-skip: 1"))
    let text = "Calls\nNumber,Customer,Label\nINTEGER,\"VAR\nCHAR\",TEXT\n1,C1,a\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 1 && reading.ledger.recordsRead == 1)
    #expect(reading.dialect == "CSV, comma, utf-8, header row on line 2 and 1 more")
    let names = "Answers\nStartDate,EndDate,ResponseId,Finished,Q1\n"
    let ids = #""{""ImportId"":""startDate""}",b,c,d,e"# + "\n"
    let row = "2024-07-01 10:00:00,2024-07-01 12:00:00,R_1,1,4\n"
    let answers = try read(
      names + ids + row, with: "qualtrics-responses", settings: settings(["csat": "Q1"]))
    #expect(answers.ledger.accepted == 1 && answers.ledger.recordsRead == 1)
  }

  // MARK: Footers

  private static let report = #"""
    Number,Customer,Label
    1,C1,a

    2,C2,b

    "Calls of ""today"""
    Copyright (c) 2000-2026,"all
    rights reserved"
    never closed "here

    """#

  @Test func aDeclaredFooterIsFraming() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    for end in ["\n", "\r\n", "\r"] {
      let bytes = Array(Self.report.replacing("\n", with: end).utf8)
      let whole = try read(bytes, adapter: mine)
      #expect(whole.ledger.accepted == 2 && whole.ledger.recordsRead == 2)
      #expect(whole.ledger.bytes == bytes.count && whole.ledger.isBalanced)
      for pieces in [1, 2, 3, 7, 64, 4096] {
        #expect(try read(bytes, adapter: mine, pieces: pieces).ledger == whole.ledger)
      }
    }
  }

  @Test func aFooterThatIsNotDeclaredIsRejectedInItsPlace() throws {
    let mine = try adapter(Self.definition(""))
    let reading = try read(Array(Self.report.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 2)
    #expect(reading.rejections.map(\.code.code) == ["I203", "I203", "I213"])
    #expect(reading.rejections.map(\.line) == [6, 7, 9])
  }

  @Test(arguments: ["", "footer: after-blank-line"])
  func rowsOfBlankFieldsAreFraming(footer: String) throws {
    let mine = try adapter(Self.definition(footer))
    let text = "Number,Customer,Label\n,,\n1,C1,a\n \t,\"\",\n,,,,\n2,C2,b\n,,\r\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 2 && reading.ledger.recordsRead == 2)
    #expect(reading.ledger.isBalanced && reading.ledger.recordBytes == 14)
  }

  @Test func aFooterPaddedToTheWidthOfTheRowsIsFraming() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    let text = "Number,Customer,Label\n1,C1,a\n,,\nCalls of today,,\nPage 1,,\n2,C2,b\nPage 2,,\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 2)
    #expect(reading.rejections.map(\.line) == [7])
  }

  @Test func rowsWithoutABlankLineBeforeThemAreNoFooter() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    let text = "Number,Customer,Label\n1,C1,a\nshort\n\n2,C2,b\nshort\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 2)
    #expect(reading.rejections.map(\.line) == [3, 6])
  }

  @Test func aMalformedRowDoesNotBeginAFooter() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    let reading = try read(
      Array("Number,Customer,Label\n\n1,C\"1,a\nfooter\n".utf8), adapter: mine)
    #expect(reading.rejections.map(\.code.code) == ["I213", "I203"])
    #expect(reading.ledger.framingBytes == 23)
  }

  @Test func rowsBehindAFooterAreReadAgain() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    let text = Self.report + "3,C3,c\nshort\n"
    let reading = try read(Array(text.utf8), adapter: mine)
    #expect(reading.ledger.accepted == 3)
    #expect(reading.rejections.map(\.line) == [11])
  }

  @Test func aFooterLargerThanTheLimitIsStillFraming() throws {
    let mine = try adapter(Self.definition("footer: after-blank-line"))
    var small = settings()
    small.limits.record = 64
    let text = "Number,Customer,Label\n1,C1,a\n\nCalls\n" + String(repeating: "x", count: 600_000)
    for pieces in [4096, 1 << 20] {
      let reading = try read(
        Array(text.utf8), adapter: mine, settings: small, pieces: pieces)
      #expect(reading.ledger.recordsRead == 1 && reading.ledger.bytes == text.utf8.count)
      #expect(reading.ledger.recordBytes == 7 && reading.rejections.isEmpty)
    }
  }

  // MARK: Columns

  @Test func columnsOfOneNameAreOnlyAProblemWhereTheyAreWanted() throws {
    let text = "Number,Customer,Label,label,Watcher,Watcher\n1,C1,a,b,x,y\n"
    let unwanted = Self.definition("").replacing(", Label]", with: "]")
    #expect(try read(Array(text.utf8), adapter: adapter(unwanted)).ledger.accepted == 1)
    for name in ["Label", "watcher"] {
      let wanted = try adapter(unwanted + "profile: {attributes: {x: \(name)}}\n")
      let found = failure(text, wanted)
      #expect(found?.code == .i311)
      #expect(
        found?.message
          == "the header names column '\(name)' more than once; write '\(name)[0]' for the first")
    }
  }

  @Test func aColumnOfARepeatedNameIsChosenByItsPosition() throws {
    let more = "profile: {attributes: {a: 'Label[0]', b: 'Label[1]', c: 'Label[2]', d: $d}}\n"
    let text = Self.definition("", more + "parameters: {d: 'label[1]'}").replacing(
      ", Label]", with: "]")
    let rows = Array("Number,Customer,Label,LABEL\n1,C1,x,y\n".utf8)
    let record = try read(rows, adapter: adapter(text)).records.first
    #expect(record?.attributes.map(\.name) == ["a", "b", "d"])
    #expect(record?.attributes.map(\.value) == ["x", "y", "y"])
    let verbatim = Array("Number,Customer,Label,Label[0],Label[1]\n1,C1,x,y,z\n".utf8)
    let other = try read(verbatim, adapter: adapter(text)).records.first
    #expect(other?.attributes.map(\.value) == ["y", "z", "z"])
    var last = settings()
    last.parameters = ["d": "label[2]"]
    #expect(failure(String(decoding: rows, as: UTF8.self), try adapter(text), last)?.code == .i305)
  }

  @Test(arguments: [
    (",Number,Customer,Label\n0,1,C1,a\n", 1), ("Number,Customer,Label,,\n1,C1,a,,\n", 1),
    ("Number,Customer,Label,,\n1,C1,a\n", 1), ("Number,Customer,Label,\" \",\n1,C1,a,x\n", 1),
    ("Number,Customer,Label,,\n1,C1,a,,,,\n", 1), ("Number,Customer,Label,,\n1,C1,a,,,x\n", 0),
    ("Number,Customer,Label,,\n1,C1\n", 0), ("Number,,Customer,Label\n1,,C1\n", 0),
    ("Number,Customer,Label\n1,C1,a,, ,\n", 1),
  ])
  func columnsWithoutANameMayBeMissingAtTheEnd(text: String, accepted: Int64) throws {
    let reading = try read(Array(text.utf8), adapter: adapter(Self.definition("")))
    #expect(reading.ledger.accepted == accepted)
    #expect(reading.ledger.rejected == 1 - accepted)
    #expect(reading.ledger.isBalanced && reading.ledger.bytes == text.utf8.count)
  }

  @Test func linesThatEndInCRAloneAreCutAnywhere() throws {
    let mine = try adapter(Self.definition(""))
    let text = "Calls\r\rNumber,Customer,Label\r1,\"C\r1\",a\r2,C2\r\r3,C3,\"\"\"\"\r4,C4,d"
    let bytes = Array(text.utf8)
    let whole = try read(bytes, adapter: mine)
    #expect(whole.ledger.accepted == 3 && whole.rejections.map(\.line) == [6])
    for cut in 1..<bytes.count {
      let reading = try readCut(bytes, at: cut, adapter: mine)
      #expect(reading.ledger == whole.ledger && reading.records == whole.records)
      #expect(reading.rejections == whole.rejections, "cut at \(cut)")
    }
  }

  // MARK: Language

  @Test(arguments: [
    ("preamble-lines: -1", "4:31: error[C105]"), ("preamble-lines: two", "4:31: error[C103]"),
    ("footer: last", "4:23: error[C105]"), ("delimiter: ';;'", "4:27: error[C105]"),
    ("delimiter: x", "4:26: error[C105]"), ("encoding: utf8", "4:25: error[C105]"),
    ("preamble-rows: 1", "4:15: error[C102]"),
  ])
  func mistakesAreMarkedAtTheirPlace(reads: String, place: String) {
    var library = AdapterLibrary()
    #expect {
      try library.add(text: Self.definition(reads), file: "a.yaml")
    } throws: { error in
      let found = (error as? DiagnosticError)?.diagnostics.map(\.rendered) ?? []
      return found.count == 1 && found[0].hasPrefix("a.yaml:" + place)
    }
  }

  @Test func oneColumnMayBeChosenByPositionButNothingDeeper() {
    var library = AdapterLibrary()
    for path in ["Label[0][1]", "Label.x", "'Label[a == \"b\"]'"] {
      let text = Self.definition("", "profile: {attributes: {x: \(path)}}")
      #expect(throws: DiagnosticError.self) { try library.add(text: text, file: "a.yaml") }
    }
  }

  private func recognised(_ text: String) -> String? {
    let found = Array(text.utf8).withUnsafeBytes { bundled.recognise($0, isFinal: true) }
    return if case .one(let adapter, _) = found { adapter.id } else { nil }
  }
}
