import CivilTime
import Codecs
import Intake
import JourneyModel
import RecordFormats
import Testing

/// Whole inputs: their form, their ledger, and what makes them unusable.
@Suite struct InputReaderTests {
  private static let rows = #"""
    customer_id,email,phone,segment,updated_at|
    C1,ann@example.org,+13225987152,"gold, ""top""",2024-01-02T03:04:05Z|
    |
    C2,"broken"mail,,basic,|
    ,nobody@example.org,,basic,|
    C3,carl@example.org,,"two
    lines",2024-01-02
    """#.replacing("|\n", with: "\r\n")

  @Test func everyCutOfASmallFileGivesTheSame() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let bytes = Array(Self.rows.utf8)
    let whole = try read(bytes, adapter: customers)
    #expect(whole.records.count == 2)
    #expect(whole.rejections.map(\.code.code) == ["I213", "I209"])
    #expect(whole.records.last?.attributes.first?.value == "two\nlines")
    for cut in 1..<bytes.count {
      var reader = try InputReader(
        adapter: customers, settings: settings(), key: testKey, input: 7)
      var sink = CollectedRecords()
      let block = ByteBlock(bytes)
      try reader.push(UnsafeRawBufferPointer(rebasing: block.bytes[..<cut]), into: &sink)
      try reader.push(UnsafeRawBufferPointer(rebasing: block.bytes[cut...]), into: &sink)
      try reader.finish(into: &sink)
      let ledger = reader.ledger
      #expect(sink.records == whole.records, "cut at \(cut)")
      #expect(sink.rejections == whole.rejections, "cut at \(cut)")
      #expect(ledger == whole.ledger, "cut at \(cut)")
    }
  }

  @Test func gzipIsKnownByItsMagicAndGivesTheSame() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let whole = try read(Array(Self.rows.utf8), adapter: customers)
    var packed: [UInt8] = []
    Array(Self.rows.utf8).withUnsafeBytes { Gzip.compress($0, into: &packed) }
    for pieces in [1, 5, 1 << 20] {
      let unpacked = try read(packed, adapter: customers, pieces: pieces)
      #expect(unpacked.records == whole.records)
      #expect(unpacked.ledger == whole.ledger)
      #expect(unpacked.dialect == "gzip, CSV, comma, utf-8, header row")
      let inflated = try read(
        Array(Self.rows.utf8), adapter: customers, pieces: pieces, isInflated: true)
      #expect(inflated.records == whole.records)
      #expect(inflated.ledger == whole.ledger)
      #expect(inflated.dialect == unpacked.dialect)
    }
    #expect(failure(Array(packed.dropLast(5)), "customers")?.code == .i301)
    var damaged = packed
    damaged[packed.count - 6] ^= 0xff
    #expect(failure(damaged, "customers")?.code == .i302)
    #expect(failure(packed + [1, 2, 3], "customers")?.code == .i303)
  }

  @Test func theLedgerTellsWhatBecameOfEveryRecord() throws {
    let reading = try read(
      """
      {"ContactId":"1","InitiationMethod":"MONITOR","InitiationTimestamp":null}
      {"ContactId":"2","InitiationMethod":"API","InitiationTimestamp":null,"Channel":"TASK"}
      {"ContactId":"3"
      {"ContactId":"4","InitiationMethod":"API","InitiationTimestamp":null}
      """, with: "amazon-connect")
    #expect(reading.ledger.recordsRead == 4)
    #expect(reading.ledger.accepted == 1)
    #expect(reading.ledger.skipped == ["monitoring": 1])
    #expect(reading.rejections.map(\.code.code) == ["I208", "I214"])
    let told = "the record states no interaction, profile or score: 'Channel' is empty"
    #expect(reading.rejections.last?.message.hasPrefix(told) == true)
    #expect(reading.ledger.isBalanced)
    #expect(reading.records.first?.origin.input == 7)
  }

  @Test(arguments: [
    ("", "customers", 0), ("", "amazon-connect", 0), (" \n ", "amazon-connect", 0),
    ("customer_id,email\n", "customers", 0), ("customer_id,email", "customers", 0),
    ("[]", "zendesk-tickets", 0), ("{\"tickets\":[]}", "zendesk-tickets", 0),
    ("\u{feff}Customer_ID ,EMAIL\nC1,a@b.org", "customers", 1),
    ("customer_id;email\nC1;a@b.org", "customers", 1),
    ("customer_id\temail\nC1\ta@b.org\n", "customers", 1),
    ("customer_id,email,,\nC1,a@b.org,,\n", "customers", 1),
  ])
  func filesWithLittleOrOddContent(text: String, id: String, accepted: Int64) throws {
    let reading = try read(text, with: id)
    #expect(reading.ledger.accepted == accepted)
    #expect(reading.ledger.rejected == 0)
    #expect(reading.ledger.isBalanced)
    #expect(reading.ledger.bytes == text.utf8.count)
  }

  @Test(arguments: [
    ("id,name\n1,x\n", "customers", "I305", "columns 'customer_id', 'email'"),
    ("customer_id,email,customer_id\n", "customers", "I311", "column 'customer_id'"),
    ("\"customer_id,email\nC1,a\n", "customers", "I311", "malformed"),
    ("{\"customer_id\":1}", "customers", "I311", "malformed"),
    ("customer_id,email\n", "amazon-connect", "I305", "does not begin so"),
    ("{\"id\":1}\n{\"id\":2}", "amazon-connect", "I305", "keys 'ContactId'"),
    ("\u{0}\u{1}", "amazon-connect", "I305", ""),
  ])
  func filesOfAnotherKind(text: String, id: String, code: String, words: String) throws {
    let found = failure(Array(text.utf8), id)
    #expect(found?.code.code == code)
    #expect(found?.message.contains(words) == true, "\(found?.message ?? "")")
  }

  @Test func aFewUnlikeRecordsAreNotAnotherKindOfFile() throws {
    let good =
      #"{"ContactId":"1","InitiationMethod":"API","InitiationTimestamp":null,"Channel":"VOICE"}"#
    let odd = String(repeating: "{\"x\":1}\n", count: 19)
    #expect(try read(odd + good, with: "amazon-connect").ledger.accepted == 1)
    #expect(failure(Array((odd + "{\"x\":1}\n" + good).utf8), "amazon-connect")?.code == .i305)
  }

  @Test func columnsAUserNamesMustExist() throws {
    let text = "customer_id,email\nC1,a@b.org\n"
    let found = failure(Array(text.utf8), "customers", settings(["segment": "tier"]))
    #expect(found?.code == .i305)
    #expect(found?.message.contains("'tier'") == true)
    let without = failure(Array("customer_id\nC1\n".utf8), "customers")
    #expect(without?.message.contains("'email'") == true)
    let reading = try read(
      "customer_id\nC1\n", with: "customers", settings: settings(["email": "null"]))
    #expect(reading.ledger.accepted == 1)
  }

  @Test func otherEncodingsAreReadWhenDeclared() throws {
    let bytes = Array("customer_id,email,segment\nC1,a@b.org,".utf8) + [0x4d, 0xfc, 0x80]
    let customers = try #require(bundled.adapter(id: "customers"))
    #expect(try read(bytes, adapter: customers).rejections.map(\.code.code) == ["I204"])
    var windows = settings()
    windows.encoding = .windows1252
    let record = try read(bytes, adapter: customers, settings: windows).records.first
    #expect(record?.attributes.first?.value == "Mü€")
  }

  @Test func recordsBeyondTheLimitsAreRejectedOnce() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    var small = settings()
    small.limits.record = 200
    let long = String(repeating: "x", count: 5000)
    let text = "customer_id,email\nC1,\(long)\nC2,a@b.org\n"
    for pieces in [64, 1 << 20] {
      let reading = try read(
        Array(text.utf8), adapter: customers, settings: small, pieces: pieces)
      #expect(reading.rejections.map(\.code.code) == ["I205"])
      #expect(reading.rejections.first?.byteLength == 5004)
      #expect(reading.ledger.accepted == 1)
      #expect(reading.ledger.isBalanced)
    }
  }

  @Test func localTimesNeedAZoneAndSayWhenItIsAssumed() throws {
    let header = "StartDate,EndDate,ResponseId,Finished,Status,Q1\n"
    let row = "2024-07-01 10:00:00,2024-07-01 12:00:00,R_1,1,0,4\n"
    var berlin = settings(["csat": "Q1"], zone: "Europe/Berlin")
    let configured = try read(header + row, with: "qualtrics-responses", settings: berlin)
    #expect(
      configured.records.first?.feedback.first?.at == Instant(microseconds: 1_719_828_000_000_000))
    #expect(!configured.assumedZoneUsed)
    berlin.timeZone = nil
    let assumed = try read(header + row, with: "qualtrics-responses", settings: berlin)
    #expect(
      assumed.records.first?.feedback.first?.at == Instant(microseconds: 1_719_835_200_000_000))
    #expect(assumed.assumedZoneUsed)
    #expect(try !read(header, with: "qualtrics-responses", settings: berlin).assumedZoneUsed)
  }

  @Test(arguments: [
    ("2024-07-01T10:00:00", "I210"), ("2024-07-01T24:00:00Z", "I211"), ("soon", "I210"),
    ("1989-07-01T10:00:00Z", "I211"), ("2201-07-01T10:00:00Z", "I211"),
    ("2024-02-30T10:00:00Z", "I211"),
  ])
  func timesThatAreRefused(time: String, code: String) throws {
    let reading = try read(
      """
      {"ContactId":"1","InitiationMethod":"INBOUND","Channel":"VOICE",
      "InitiationTimestamp":"\(time)"}
      """, with: "amazon-connect")
    #expect(reading.rejections.map(\.code.code) == [code])
    #expect(reading.rejections.first?.column == "InitiationTimestamp")
    #expect(reading.rejections.first?.message.contains(time) == false)
  }

  @Test func aRecordOfTooManyStatementsIsRejected() throws {
    func ticket(_ count: Int) -> String {
      let merged = (1...count).map(String.init).joined(separator: ",")
      return """
        {"id":1,"requester_id":2,"status":"open","via":{},"created_at":null,"updated_at":null,
        "merged_ticket_ids":[\(merged)]}
        """
    }
    #expect(try read(ticket(60_000), with: "zendesk-tickets").records.first?.links.count == 60_000)
    let reading = try read(ticket(70_000), with: "zendesk-tickets")
    #expect(reading.rejections.map(\.code.code) == ["I206"])
  }

  @Test func headerRowsOfQualtricsAreDetected() throws {
    let names = "StartDate,EndDate,ResponseId,Finished,Q1\n"
    let texts = "Start,\"End\nDate\",Response,Done,How?\n"
    let ids = #""{""ImportId"":""startDate""}",b,c,d,e"# + "\n"
    let row = "2024-07-01 10:00:00,2024-07-01 12:00:00,R_1,1,4\n"
    for header in [names + texts + ids, names + ids, names] {
      let reading = try read(
        header + row, with: "qualtrics-responses", settings: settings(["csat": "Q1"]))
      #expect(reading.ledger.accepted == 1)
      #expect(reading.ledger.rejected == 0)
      #expect(reading.ledger.framingBytes == header.utf8.count)
    }
  }

  @Test func theFingerprintCoversWhatDecidesTheRecords() throws {
    let adapter = try #require(bundled.adapter(id: "servicenow-incident-log"))
    let base = settings(zone: "Europe/London")
    let fingerprint = { (settings: InputSettings) in
      intakeFingerprint(adapter: adapter, settings: settings, key: testKey)
    }
    var renamed = base
    renamed.name = "other"
    #expect(fingerprint(renamed) == fingerprint(base))
    var zoned = base
    zoned.timeZone = ZoneRules.named("Europe/Paris")
    var placed = base
    placed.region = "GB"
    var owned = base
    owned.ownNumbers = ["1"]
    var numbered = base
    numbered.instance = "eu"
    let all = [base, zoned, placed, owned, numbered].map(fingerprint)
    #expect(Set(all).count == all.count)
  }

  @Test func instancesKeepTheirIdsApart() throws {
    let line =
      #"{"id":1,"requester_id":2,"status":"open","via":{},"created_at":null,"updated_at":null}"#
    let one = try #require(try read(line, with: "zendesk-tickets").records.first)
    var eu = settings()
    eu.instance = "eu"
    let other = try #require(try read(line, with: "zendesk-tickets", settings: eu).records.first)
    #expect(one.key != other.key)
    #expect(one.interaction?.reference != other.interaction?.reference)
    #expect(one.tokens != other.tokens)
    #expect(
      other.interaction?.reference
        == Naming.interaction(system: "zendesk", instance: "eu", kind: .ticket, nativeID: "1"))
  }

  /// The failure of reading bytes; nil if they can be read.
  private func failure(
    _ bytes: [UInt8], _ id: String, _ settings: InputSettings = InputSettings(name: "test")
  ) -> InputFailure? {
    guard let adapter = bundled.adapter(id: id) else { return nil }
    do {
      _ = try read(bytes, adapter: adapter, settings: settings)
      return nil
    } catch {
      return error as? InputFailure
    }
  }
}
