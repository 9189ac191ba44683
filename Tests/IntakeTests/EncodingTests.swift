import Codecs
import Intake
import JourneyModel
import RecordFormats
import Testing

/// Files that are not UTF-8: what they become, and that every byte of them is accounted for.
@Suite struct EncodingTests {
  private static let text =
    "Liste\r\ncustomer_id;email;segment\r\nC1;a@b.org;Zoë 😀\r\n;nobody@b.org;€\r\n"
    + "C3;c@b.org;\"x\r\ny\"\r\n"

  private static let forms: [(TextEncoding, [UInt8])] = [
    (.utf16LittleEndian, utf16(text, .utf16LittleEndian)),
    (.utf16BigEndian, utf16(text, .utf16BigEndian)),
  ]

  @Test(arguments: forms)
  func utf16IsKnownByItsMark(encoding: TextEncoding, unmarked: [UInt8]) throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let bytes = Self.utf16("\u{feff}", encoding) + unmarked
    let whole = try read(bytes, adapter: customers)
    expectAllOf(bytes, whole)
    #expect(whole.dialect == "CSV, semicolon, \(encoding.name), header row on line 2")
    #expect(whole.records.map { $0.attributes.first?.value } == ["Zoë 😀", "x\r\ny"])
    #expect(whole.rejections.map(\.code) == [.i209])
    for cut in 1..<bytes.count {
      let reading = try readCut(bytes, at: cut, adapter: customers)
      #expect(reading.records == whole.records && reading.ledger == whole.ledger)
      #expect(reading.rejections == whole.rejections, "cut at \(cut)")
    }
    for pieces in [1, 2, 3, 7, 64, 4096] {
      let reading = try read(bytes, adapter: customers, pieces: pieces)
      #expect(reading.records == whole.records && reading.ledger == whole.ledger)
    }
  }

  @Test(arguments: forms)
  func placesAreThoseOfTheFile(encoding: TextEncoding, unmarked: [UInt8]) throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let bytes = Self.utf16("\u{feff}", encoding) + unmarked
    let reading = try read(bytes, adapter: customers)
    let places =
      reading.records.map { ($0.origin.byteOffset, $0.origin.byteLength) }
      + reading.rejections.map { ($0.byteOffset, $0.byteLength) }
    let rows = places.map { place in
      Self.text(bytes[Int(place.0)..<Int(place.0) + Int(place.1)], encoding)
    }
    #expect(
      rows == ["C1;a@b.org;Zoë 😀\r\n", "C3;c@b.org;\"x\r\ny\"\r\n", ";nobody@b.org;€\r\n"])
  }

  @Test(arguments: forms)
  func utf16WithoutAMarkMustBeDeclared(encoding: TextEncoding, unmarked: [UInt8]) throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    var declared = settings()
    declared.encoding = encoding
    let reading = try read(unmarked, adapter: customers, settings: declared)
    #expect(reading.ledger.accepted == 2)
    expectAllOf(unmarked, reading)
    #expect(throws: InputFailure.self) { try read(unmarked, adapter: customers) }
    let mine = try adapter(
      customers.text.replacing("reads: csv", with: "reads: {csv: {encoding: \(encoding.name)}}"))
    #expect(try read(unmarked, adapter: mine).ledger.accepted == 2)
  }

  @Test func utf16InsideGzipGivesTheSame() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let bytes = Self.utf16("\u{feff}" + Self.text, .utf16LittleEndian)
    var packed: [UInt8] = []
    bytes.withUnsafeBytes { Gzip.compress($0, into: &packed) }
    let whole = try read(bytes, adapter: customers)
    for pieces in [1, 5, 1 << 20] {
      let reading = try read(packed, adapter: customers, pieces: pieces)
      #expect(reading.records == whole.records && reading.ledger == whole.ledger)
    }
  }

  @Test func brokenUTF16RejectsItsRowAndNothingElse() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let encoding = TextEncoding.utf16LittleEndian
    var bytes = Self.utf16("\u{feff}customer_id,email\nC1,a@b.org\nC2,", encoding)
    let place = bytes.count - 6
    bytes += [0x3d, 0xd8] + Self.utf16("@b.org\nC3,c@b.org\nC4,d@b.org", encoding) + [0x2e]
    for pieces in [1, 2, 3, 1 << 20] {
      let reading = try read(bytes, adapter: customers, pieces: pieces)
      #expect(reading.records.count == 2)
      #expect(reading.rejections.map(\.code) == [.i204, .i204])
      #expect(reading.rejections.first?.byteOffset == UInt64(place))
      #expect(reading.rejections.first?.byteLength == 22)
      #expect(reading.rejections.first?.message == "the row is not valid utf-16le")
      #expect(reading.rejections.last?.byteLength == 21)
      expectAllOf(bytes, reading)
    }
  }

  @Test func bytesOfRejectedRowsAreKeptAsText() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    let bytes = Self.utf16("\u{feff}customer_id,email\n,é\n", .utf16LittleEndian)
    var reader = try InputReader(
      adapter: customers, settings: settings(), key: testKey, input: 7)
    var sink = RejectedBytes()
    try reader.push(ByteBlock(bytes).bytes, into: &sink)
    try reader.finish(into: &sink)
    #expect(sink.rows == [Array(",é\n".utf8)])
  }

  @Test(arguments: [[0xff, 0xfe], [0xff, 0xfe, 0x61], [0xfe, 0xff, 0xd8, 0x00], [0xff], [0xfe]])
  func littleUTF16IsCountedToo(bytes: [UInt8]) throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    do {
      let reading = try read(bytes, adapter: customers)
      #expect(bytes.count == 2)
      expectAllOf(bytes, reading)
    } catch let failure as InputFailure {
      #expect(failure.code == .i311, "a header that is no text")
    }
  }

  @Test func recordsInUTF16JSONAreReadToo() throws {
    let connect = try #require(bundled.adapter(id: "amazon-connect"))
    let record =
      #"{"ContactId":"1","InitiationMethod":"API","InitiationTimestamp":null,"Channel":"VOICE"}"#
    let bytes = Self.utf16("\u{feff}\(record)\n{\"x\":\"é\"\n\(record)\n", .utf16BigEndian)
    for pieces in [1, 1 << 20] {
      let reading = try read(bytes, adapter: connect, pieces: pieces)
      #expect(reading.records.count == 2 && reading.rejections.count == 1)
      #expect(reading.records.first?.origin.byteLength == UInt32(2 * record.utf8.count))
      expectAllOf(bytes, reading)
    }
    let found = bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true) }
    #expect(id(found) == "amazon-connect")
  }

  @Test func unknownFilesAreRecognisedInTheirEncoding() {
    for (encoding, unmarked) in Self.forms {
      let marked = Self.utf16("\u{feff}", encoding) + unmarked
      #expect(id(marked.withUnsafeBytes { bundled.recognise($0, isFinal: true) }) == "customers")
      let bare = unmarked.withUnsafeBytes { bundled.recognise($0, isFinal: true) }
      #expect(id(bare) == nil)
      var declared = settings()
      declared.encoding = encoding
      let told = unmarked.withUnsafeBytes {
        bundled.recognise($0, isFinal: true, settings: declared)
      }
      #expect(id(told) == "customers")
    }
  }

  @Test func aDeclaredDelimiterHelpsToRecognise() {
    let bytes = Array("customer_id^email\nC1^a@b.org\n".utf8)
    #expect(id(bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true) }) == nil)
    var declared = settings()
    declared.delimiter = UInt8(ascii: "^")
    let told = bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true, settings: declared) }
    #expect(id(told) == "customers")
  }

  @Test func aMarkOverrulesWhatWasDeclared() throws {
    let customers = try #require(bundled.adapter(id: "customers"))
    var windows = settings()
    windows.encoding = .windows1252
    for bytes in [
      Array(("\u{feff}" + Self.text).utf8), Self.utf16("\u{feff}" + Self.text, .utf16BigEndian),
    ] {
      let reading = try read(bytes, adapter: customers, settings: windows)
      #expect(reading.records.first?.attributes.first?.value == "Zoë 😀")
    }
  }

  @Test func namesOfColumnsAreDecodedToo() throws {
    let mine = try adapter(
      """
      adapter: mine
      system: mine
      title: Mine
      reads: {csv: {encoding: windows-1252}}
      recognise: {columns: [Größe, Kunde]}
      record: {entity: e, key: Kunde}
      identifiers: [{kind: customer, value: Kunde}]
      """)
    let bytes = Array("Gr".utf8) + [0xf6, 0xdf] + Array("e;Kunde\n1;2\n".utf8)
    #expect(try read(bytes, adapter: mine).ledger.accepted == 1)
  }

  @Test func theFingerprintCoversEncodingAndDelimiter() throws {
    let adapter = try #require(bundled.adapter(id: "customers"))
    var (encoded, delimited) = (settings(), settings())
    encoded.encoding = .latin1
    delimited.delimiter = UInt8(ascii: ";")
    let all = [settings(), encoded, delimited].map {
      intakeFingerprint(adapter: adapter, settings: $0, key: testKey)
    }
    #expect(Set(all).count == 3)
  }

  private func id(_ recognition: Recognition) -> String? {
    if case .one(let adapter, _) = recognition { adapter.id } else { nil }
  }

  /// Expects every byte to be a record's or framing, and no two records to share one.
  private func expectAllOf(_ bytes: [UInt8], _ reading: Reading) {
    #expect(reading.ledger.bytes == bytes.count && reading.ledger.isBalanced)
    let places =
      reading.records.map { ($0.origin.byteOffset, $0.origin.byteLength) }
      + reading.rejections.map { ($0.byteOffset, $0.byteLength) }
    var end: UInt64 = 0
    for (offset, length) in places.sorted(by: { $0.0 < $1.0 }) {
      #expect(offset >= end)
      end = offset + UInt64(length)
    }
    #expect(end <= UInt64(bytes.count))
    #expect(places.reduce(0) { $0 + Int64($1.1) } == reading.ledger.recordBytes)
  }

  private static func utf16(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
    text.utf16.flatMap { unit in
      let low = UInt8(truncatingIfNeeded: unit)
      return encoding == .utf16LittleEndian ? [low, UInt8(unit >> 8)] : [UInt8(unit >> 8), low]
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>, _ encoding: TextEncoding) -> String {
    let bytes = Array(bytes)
    let units = stride(from: 0, to: bytes.count, by: 2).map { index -> UInt16 in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return encoding == .utf16LittleEndian ? first | second << 8 : first << 8 | second
    }
    return String(decoding: units, as: UTF16.self)
  }
}

/// Keeps the bytes of rejected records.
private struct RejectedBytes: RecordSink {
  var rows: [[UInt8]] = []

  mutating func accept(_ record: UnsafeRawBufferPointer) {}

  mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
    rows.append(Array(bytes))
  }
}
