import CivilTime
import Testing

/// A time stamp of `formats.md` 0.2, the format that reads it and what it says: ISO 8601, with `Z`
/// where the offset is in the data.
struct Form: Sendable, CustomTestStringConvertible {
  var source: String
  var pattern: String
  var text: String
  var meaning: String

  init(_ source: String, _ pattern: String, _ text: String, _ meaning: String) {
    self.source = source
    self.pattern = pattern
    self.text = text
    self.meaning = meaning
  }

  var testDescription: String { "\(source): \(text)" }

  static let all: [Form] = [
    Form("Genesys", "iso8601", "2024-04-09T18:02:13.031Z", "2024-04-09T18:02:13.031Z"),
    Form("Genesys", "iso8601", "2024-04-09T18:02:13.1Z", "2024-04-09T18:02:13.100Z"),
    Form("Amazon Connect", "iso8601", "2022-01-05T17:12:59Z", "2022-01-05T17:12:59Z"),
    Form("Zendesk Chat", "iso8601", "2021-04-26T04:08:32.301292Z", "2021-04-26T04:08:32.301292Z"),
    Form("LiveChat", "iso8601", "2020-05-07T07:11:28.288340Z", "2020-05-07T07:11:28.288340Z"),
    Form("Jira JSON", "iso8601", "2021-04-01T12:27:53.386+0000", "2021-04-01T12:27:53.386Z"),
    Form("Salesforce", "iso8601", "2023-01-01T00:00:00.000+0000", "2023-01-01T00:00:00Z"),
    Form("SurveyMonkey", "iso8601", "2021-06-01T17:40:54+00:00", "2021-06-01T17:40:54Z"),
    Form("ISO 8601", "iso8601", "2024-01-01T02:30+05:30", "2023-12-31T21:00:00Z"),
    Form("ISO 8601", "iso8601", "2024-01-01T02:30:00-03", "2024-01-01T05:30:00Z"),
    Form("ISO 8601", "iso8601", "2024-01-01 02:30:00,25Z", "2024-01-01T02:30:00.250Z"),
    Form("nanoseconds", "iso8601", "2024-01-01T02:30:00.123456789Z", "2024-01-01T02:30:00.123456Z"),
    Form("warehouse", "iso8601", "2022-07-25 16:37:07.000000 UTC", "2022-07-25T16:37:07Z"),
    Form("SurveyMonkey", "iso8601-local", "2021-05-07T06:18:00", "2021-05-07T06:18:00"),
    Form("Freshdesk CSV", "yyyy-MM-dd HH:mm:ss", "2021-02-03 04:05:06", "2021-02-03T04:05:06"),
    Form("Asterisk", "yyyy-MM-dd HH:mm:ss", "2023-07-26 01:51:32", "2023-07-26T01:51:32"),
    Form("Qualtrics", "yyyy-MM-dd HH:mm:ss", "2017-07-18 08:28:09", "2017-07-18T08:28:09"),
    Form(
      "Snowplow", "yyyy-MM-dd HH:mm:ss[.S]", "2013-11-26 00:03:57.885", "2013-11-26T00:03:57.885"),
    Form("Snowplow", "yyyy-MM-dd HH:mm:ss[.S]", "2013-11-26 00:03:57", "2013-11-26T00:03:57"),
    Form("FreePBX", "d/M/yyyy H:mm:ss", "1/9/2017 16:33:01", "2017-09-01T16:33:01"),
    Form("FreePBX", "dd/MM/yy HH:mm", "24/08/17 09:32", "2017-08-24T09:32:00"),
    Form("Intercom", "epoch-seconds", "1607553243", "2020-12-09T22:34:03Z"),
    Form("queue_log", "epoch-seconds", "1607553243.000125", "2020-12-09T22:34:03.000125Z"),
    Form("Twilio", "rfc2822", "Fri, 18 Oct 2019 17:00:00 +0000", "2019-10-18T17:00:00Z"),
    Form("RFC 2822", "rfc2822", "1 Nov 2019 17:00 -0730", "2019-11-02T00:30:00Z"),
    Form("RFC 2822", "rfc2822", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
    Form("TaskRouter", "epoch-milliseconds", "1423269161005", "2015-02-07T00:32:41.005Z"),
    Form("Five9", "EEE, dd MMM yyyy HH:mm:ss", "Thu, 27 Oct 2016 14:51:34", "2016-10-27T14:51:34"),
    Form("ServiceNow", "d/M/yyyy H:mm", "29/2/2016 01:16", "2016-02-29T01:16:00"),
    Form("ServiceNow", "d/M/yyyy H:mm", "9/12/2016 1:16", "2016-12-09T01:16:00"),
    Form("Jira CSV", "dd/MMM/yy h:mm a", "12/Mar/24 9:41 AM", "2024-03-12T09:41:00"),
    Form("Jira CSV", "dd/MMM/yy h:mm a", "27/Sep/26 12:00 pm", "2026-09-27T12:00:00"),
    Form("Jira CSV", "d/MMM/yy h:mm a", "7/sep/26 12:00 AM", "2026-09-07T00:00:00"),
    Form("Jira CSV", "M/d/yyyy HH:mm", "6/21/2025 16:14", "2025-06-21T16:14:00"),
    Form("SurveyMonkey", "MM/dd/yyyy hh:mm:ss a", "06/01/2021 05:40:54 PM", "2021-06-01T17:40:54"),
    Form("NYC 311", "MM/dd/yyyy hh:mm:ss a", "04/18/2019 09:55:45 PM", "2019-04-18T21:55:45"),
    Form("GA4", "yyyyMMdd", "20240229", "2024-02-29T00:00:00"),
    Form("GA4", "epoch-microseconds", "1644156613000001", "2022-02-06T14:10:13.000001Z"),
    Form(
      "TWCS", "EEE MMM dd HH:mm:ss Z yyyy", "Tue Oct 31 22:10:47 +0000 2017",
      "2017-10-31T22:10:47Z"),
    Form("CFPB", "MM/dd/yyyy", "09/12/2016", "2016-09-12T00:00:00"),
    Form("Anonymous Bank", "yyMMdd", "990101", "1999-01-01T00:00:00"),
    Form("optional parts", "yyyy-MM-dd[ HH:mm][ Z]", "2024-05-06", "2024-05-06T00:00:00"),
    Form("optional parts", "yyyy-MM-dd[ HH:mm][Z]", "2024-05-06 07:08Z", "2024-05-06T07:08:00Z"),
    Form(
      "quoted text", "'at' H'h'mm 'on' d''M''yyyy", "at 7h05 on 6'5'2024", "2024-05-06T07:05:00"),
    Form("exact fraction", "yyyyMMddHHmmssSSS", "20240506070809010", "2024-05-06T07:08:09.010"),
  ]
}

@Suite struct TimestampFormatTests {
  @Test(arguments: Form.all)
  func formsOfTheField(form: Form) throws {
    let format = try TimestampFormat(pattern: form.pattern)
    #expect(describe(format.parse(text: form.text)) == form.meaning)
  }

  @Test(arguments: Form.all)
  func theWholeInputIsTheTime(form: Form) throws {
    let format = try TimestampFormat(pattern: form.pattern)
    for text in [" \(form.text)", "\(form.text) ", "\(form.text)\n", "\(form.text)x", "x", ""] {
      #expect(format.parse(text: text) == .unreadable, "\(text)")
    }
    for place in 0..<form.text.utf8.count {
      var bytes = Array(form.text.utf8)
      bytes[place] = UInt8(ascii: "~")
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(format.parse(text: text) == .unreadable, "\(text)")
    }
  }

  @Test(arguments: [
    ("iso8601", "2023-02-29T00:00:00Z"), ("iso8601", "2024-02-30T00:00:00Z"),
    ("iso8601", "2024-13-01T00:00:00Z"), ("iso8601", "2024-00-01T00:00:00Z"),
    ("iso8601", "2024-01-00T00:00:00Z"), ("iso8601", "2024-04-31T00:00:00Z"),
    ("iso8601", "2024-01-01T24:00:00Z"), ("iso8601", "2024-01-01T24:61:00Z"),
    ("iso8601", "2024-01-01T23:60:00Z"), ("iso8601", "2016-12-31T23:59:60Z"),
    ("iso8601", "1989-12-31T23:59:59Z"), ("iso8601", "2201-01-01T00:00:00Z"),
    ("iso8601", "0000-00-00T00:00:00Z"), ("iso8601", "9999-12-31T00:00:00Z"),
    ("iso8601", "2024-01-01T00:00:00+19:00"), ("iso8601", "2024-01-01T00:00:00+05:60"),
    ("iso8601-local", "1970-01-01 00:00:00"), ("d/M/yyyy H:mm", "30/2/2016 01:16"),
    ("d/M/yyyy H:mm", "2/30/2016 01:16"), ("M/d/yyyy H:mm", "30/2/2016 01:16"),
    ("MM/dd/yyyy hh:mm:ss a", "04/18/2019 13:55:45 PM"),
    ("MM/dd/yyyy hh:mm:ss a", "04/18/2019 00:55:45 AM"),
    ("rfc2822", "Thu, 18 Oct 2019 17:00:00 +0000"), ("epoch-seconds", "0"),
    ("epoch-seconds", "-1"), ("epoch-seconds", "1607553243000"), ("epoch-seconds", "631151999"),
    ("epoch-seconds", "7289654400"), ("epoch-milliseconds", "1607553243"),
    ("epoch-milliseconds", "9223372036854775808"),
    ("epoch-microseconds", "99999999999999999999999999999999"),
  ])
  func whatCannotBeIsImpossible(pattern: String, text: String) throws {
    #expect(try TimestampFormat(pattern: pattern).parse(text: text) == .impossible)
  }

  @Test(arguments: [
    ("iso8601", "2024-01-01T00:00:00"), ("iso8601", "2024-01-01T00:00:00.Z"),
    ("iso8601", "2024-01-01T00:00:00.1234567890Z"), ("iso8601", "2024-01-01T00:00:00+5"),
    ("iso8601", "2024-01-01T00:00:00+05:3"), ("iso8601", "2024-01-01T00:00:00 CST"),
    ("iso8601", "2024-01-01T00:00:00 EST"), ("iso8601", "2024-01-01"),
    ("iso8601", "24-01-01T00:00:00Z"), ("iso8601", "2024-1-1T00:00:00Z"),
    ("iso8601", "2024-01-01t00:00:00Z"), ("iso8601", "+2024-01-01T00:00:00Z"),
    ("iso8601-local", "2024-01-01T00:00:00Z"), ("yyyy-MM-dd HH:mm:ss", "2024-01-01T00:00:00"),
    ("yyyy-MM-dd HH:mm:ss", "2024-01-01 00:00:00.5"), ("yyyy-MM-dd HH:mm:ss", "2024-01-01 0:00:00"),
    ("yyyy-MM-dd'T'HH:mm", "2024-01-01 00:00"), ("yyyy-MM-dd HH:mm", "2024-01-01 00:0"),
    ("d/M/yyyy H:mm", "1/2/16 01:16"), ("d/M/yyyy H:mm", "001/2/2016 01:16"),
    ("dd/MMM/yy h:mm a", "12/Mrz/24 9:41 AM"), ("dd/MMM/yy h:mm a", "12/Mar/24 9:41"),
    ("rfc2822", "Fri, 18 Oct 2019 17:00:00"), ("rfc2822", "Xyz, 18 Oct 2019 17:00:00 +0000"),
    ("epoch-seconds", "1607553243."), ("epoch-seconds", "1.607553243E9"),
    ("epoch-seconds", "+1607553243"), ("epoch-seconds", "0x10"), ("epoch-seconds", "NaN"),
    ("epoch-seconds", "-"), ("epoch-seconds", ".5"), ("epoch-seconds", "١٦٠٧٥٥٣٢٤٣"),
  ])
  func whatHasAnotherFormIsUnreadable(pattern: String, text: String) throws {
    #expect(try TimestampFormat(pattern: pattern).parse(text: text) == .unreadable)
  }

  @Test func everyValueOfEveryPartIsReadOrImpossible() throws {
    let format = try TimestampFormat(pattern: "yyyy-MM-dd HH:mm:ss")
    let slow = try TimestampFormat(pattern: "yyyy'-'MM'-'dd H:m:s")
    for value in 0...99 {
      let two = value < 10 ? "0\(value)" : "\(value)"
      for text in [
        "20\(two)-06-15 12:30:30", "2024-\(two)-15 12:30:30", "2024-06-\(two) 12:30:30",
        "2024-06-15 \(two):30:30", "2024-06-15 12:\(two):30", "2024-06-15 12:30:\(two)",
      ] {
        let outcome = format.parse(text: text)
        #expect(outcome == slow.parse(text: text), "\(text)")
        #expect(describe(outcome) == "impossible" || describe(outcome) == isoLocal(text))
      }
    }
  }

  @Test func boundariesOfTheYearsAreInside() throws {
    let iso = try TimestampFormat(pattern: "iso8601")
    let epoch = try TimestampFormat(pattern: "epoch-milliseconds")
    for (text, number) in [
      ("1990-01-01T00:00:00Z", "631152000000"), ("2200-12-31T23:59:59.999Z", "7289654399999"),
    ] {
      #expect(iso.parse(text: text).parsed != nil)
      #expect(iso.parse(text: text) == epoch.parse(text: number))
    }
  }

  /// In debug builds a read beyond the bytes stops the test.
  @Test func everyPrefixOfEveryFormIsReadWithinItsBytes() throws {
    for pattern in Set(Form.all.map(\.pattern)).sorted() {
      let format = try TimestampFormat(pattern: pattern)
      let mayEndEarly = ["iso8601", "rfc2822", "epoch", "[", "Z"].contains { pattern.contains($0) }
      for form in Form.all {
        for count in 0..<form.text.utf8.count {
          let isRead = format.parse(text: String(form.text.prefix(count))).parsed != nil
          let isExpected = mayEndEarly || form.pattern != pattern
          #expect(!isRead || isExpected, "\(pattern) reads \(form.text.prefix(count))")
        }
      }
    }
  }

  /// Nothing read from changed bytes lies outside the years, and nothing traps.
  @Test func changedBytesGiveATimeOfTheYearsOrNone() throws {
    let alphabet = Array("0123456789-/:. T+ZUGapmJanFri,'[\u{0}\u{FF}".utf8)
    let years: ClosedRange<Int64> = 631_000_000_000_000...7_290_000_000_000_000
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for form in Form.all {
      let format = try TimestampFormat(pattern: form.pattern)
      for _ in 0..<2000 {
        var bytes = Array(form.text.utf8)
        for _ in 0...random(3) { bytes[random(bytes.count)] = alphabet[random(alphabet.count)] }
        guard let time = bytes.withUnsafeBytes({ format.parse($0) }).parsed else { continue }
        #expect(years ~= time.microseconds, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private func isoLocal(_ text: String) -> String { text.replacing(" ", with: "T") }

  private func describe(_ outcome: TimestampOutcome) -> String {
    switch outcome {
    case .unreadable: return "unreadable"
    case .impossible: return "impossible"
    case .time(let time):
      let text = InstantText.iso8601(microseconds: time.microseconds)
      return time.hasOffset ? text : String(text.dropLast())
    }
  }
}
