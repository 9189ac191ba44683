import RecordFormats
import Testing

/// All of JSONTestSuite: y must be accepted, n rejected, i as written down here.
@Suite struct JSONConformanceTests {
  /// The answers where RFC 8259 leaves them open, with the reason.
  ///
  /// - Numbers are kept as written, so none is too large or too small: accepted.
  /// - Escapes that are lone surrogates stand for no character: rejected.
  /// - Bytes that are not UTF-8, UTF-16 included: rejected (§8.1).
  /// - A byte order mark belongs to the file, not to the text: rejected here; the scanner has it as
  ///   framing.
  /// - 500 levels are below the depth limit of 512: accepted.
  private static let open: [String: Bool] = [
    "i_number_double_huge_neg_exp.json": true,
    "i_number_huge_exp.json": true,
    "i_number_neg_int_huge_exp.json": true,
    "i_number_pos_double_huge_exp.json": true,
    "i_number_real_neg_overflow.json": true,
    "i_number_real_pos_overflow.json": true,
    "i_number_real_underflow.json": true,
    "i_number_too_big_neg_int.json": true,
    "i_number_too_big_pos_int.json": true,
    "i_number_very_big_negative_int.json": true,
    "i_object_key_lone_2nd_surrogate.json": false,
    "i_string_1st_surrogate_but_2nd_missing.json": false,
    "i_string_1st_valid_surrogate_2nd_invalid.json": false,
    "i_string_UTF-16LE_with_BOM.json": false,
    "i_string_UTF-8_invalid_sequence.json": false,
    "i_string_UTF8_surrogate_U+D800.json": false,
    "i_string_incomplete_surrogate_and_escape_valid.json": false,
    "i_string_incomplete_surrogate_pair.json": false,
    "i_string_incomplete_surrogates_escape_valid.json": false,
    "i_string_invalid_lonely_surrogate.json": false,
    "i_string_invalid_surrogate.json": false,
    "i_string_invalid_utf-8.json": false,
    "i_string_inverted_surrogates_U+1D11E.json": false,
    "i_string_iso_latin_1.json": false,
    "i_string_lone_second_surrogate.json": false,
    "i_string_lone_utf8_continuation_byte.json": false,
    "i_string_not_in_unicode_range.json": false,
    "i_string_overlong_sequence_2_bytes.json": false,
    "i_string_overlong_sequence_6_bytes.json": false,
    "i_string_overlong_sequence_6_bytes_null.json": false,
    "i_string_truncated-utf-8.json": false,
    "i_string_utf16BE_no_BOM.json": false,
    "i_string_utf16LE_no_BOM.json": false,
    "i_structure_500_nested_arrays.json": true,
    "i_structure_UTF-8_BOM_empty_object.json": false,
  ]

  private func isAccepted(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { JSONText.validate($0) } == nil
  }

  @Test func everyFileOfJSONTestSuite() throws {
    let files = try Conformance.files("json-test-suite/test_parsing")
    #expect(files.count == 318)
    #expect(Set(files.filter { $0.hasPrefix("i_") }) == Set(JSONConformanceTests.open.keys))
    for file in files {
      let bytes = try Conformance.bytes("json-test-suite/test_parsing", file)
      let expected = JSONConformanceTests.open[file] ?? file.hasPrefix("y_")
      #expect(isAccepted(bytes) == expected, "\(file)")
    }
  }

  /// Each text as a member of a record: the scanner agrees with the validator, however it is cut.
  @Test func everyFileAsAMemberOfARecord() throws {
    for file in try Conformance.files("json-test-suite/test_parsing") {
      let text = try Conformance.bytes("json-test-suite/test_parsing", file)
      // Deep ones would leave their depth to the record; a cut for each byte of them takes minutes.
      if text.count > 5_000 { continue }
      let bytes = Array("{\"a\":".utf8) + text + Array("}".utf8)
      let whole = traceJSON(Feed(bytes), .objects)
      let isRecord = whole.items.map(\.kind) == [.record]
      #expect(isRecord == isAccepted(bytes), "\(file)")
      let ways =
        bytes.count < 200 ? Feed.allWays(bytes) : [1, 3, 64].map { Feed(bytes, piece: $0) }
      for feed in ways {
        #expect(traceJSON(feed, .objects) == whole, "\(file) cut at \(feed.cuts)")
      }
    }
  }
}
