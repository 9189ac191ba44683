package import JourneyModel

/// Makes the texts of entries: plain ones and small JSON documents, as bytes.
///
/// JSON is what `JSONValue.compactText` writes: no spaces, members as given, control characters
/// escaped.
package enum PublishedTexts {
  /// Appends a text as UTF-8 and returns where it lies.
  package static func append(_ text: String, to texts: inout RowList<UInt8>) -> RowRange<UInt8> {
    let start = texts.count
    var text = text
    text.withUTF8 { texts.append(bytes: UnsafeRawBufferPointer($0)) }
    return RowRange(first: start, count: texts.count - start)
  }

  /// Appends a JSON object of identifier counts, those above zero in the order of the kinds.
  package static func append(
    _ counts: IdentifierCounts, to texts: inout RowList<UInt8>
  ) -> RowRange<UInt8> {
    let start = texts.count
    texts.append(UInt8(ascii: "{"))
    for kind in TokenKind.allCases where counts[kind] > 0 {
      if texts.count > start + 1 { texts.append(UInt8(ascii: ",")) }
      appendQuoted(kind.name, to: &texts)
      texts.append(UInt8(ascii: ":"))
      _ = append(String(counts[kind]), to: &texts)
    }
    texts.append(UInt8(ascii: "}"))
    return RowRange(first: start, count: texts.count - start)
  }

  /// Appends a JSON object of attributes whose values are UTF-8 among other texts.
  package static func append(
    _ attributes: RowSlice<AttributeRow>, values: RowSlice<UInt8>, words: Words,
    to texts: inout RowList<UInt8>
  ) -> RowRange<UInt8> {
    let start = texts.count
    texts.append(UInt8(ascii: "{"))
    for attribute in attributes {
      if texts.count > start + 1 { texts.append(UInt8(ascii: ",")) }
      words.withUTF8(attribute.name) { appendQuoted($0, to: &texts) }
      texts.append(UInt8(ascii: ":"))
      appendQuoted(values[attribute.value].bytes, to: &texts)
    }
    texts.append(UInt8(ascii: "}"))
    return RowRange(first: start, count: texts.count - start)
  }

  /// Appends a JSON array of the customers of a measure's cell.
  package static func append(
    customersOf cell: MeasureCell, to texts: inout RowList<UInt8>
  ) -> RowRange<UInt8> {
    let start = texts.count
    texts.append(UInt8(ascii: "["))
    cell.forEachCustomer { id in
      if texts.count > start + 1 { texts.append(UInt8(ascii: ",")) }
      appendQuoted(id.hash, to: &texts)
    }
    texts.append(UInt8(ascii: "]"))
    return RowRange(first: start, count: texts.count - start)
  }

  /// Appends an id as a JSON string.
  package static func appendQuoted(_ hash: StableHash128, to texts: inout RowList<UInt8>) {
    texts.append(UInt8(ascii: "\""))
    for index in 0..<32 { texts.append(hash.digit(index)) }
    texts.append(UInt8(ascii: "\""))
  }

  /// Appends a text as a JSON string.
  package static func appendQuoted(_ text: String, to texts: inout RowList<UInt8>) {
    var text = text
    text.withUTF8 { appendQuoted(UnsafeRawBufferPointer($0), to: &texts) }
  }

  /// Appends UTF-8, which lies elsewhere, as a JSON string.
  package static func appendQuoted(
    _ utf8: UnsafeRawBufferPointer, to texts: inout RowList<UInt8>
  ) {
    texts.append(UInt8(ascii: "\""))
    if utf8.allSatisfy({ isPlain($0) }) {
      texts.append(bytes: utf8)
    } else {
      for byte in utf8 { appendEscaped(byte, to: &texts) }
    }
    texts.append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private static func appendEscaped(_ byte: UInt8, to texts: inout RowList<UInt8>) {
    let escape: StaticString
    switch byte {
    case UInt8(ascii: "\""): escape = "\\\""
    case UInt8(ascii: "\\"): escape = "\\\\"
    case UInt8(ascii: "\n"): escape = "\\n"
    case UInt8(ascii: "\r"): escape = "\\r"
    case UInt8(ascii: "\t"): escape = "\\t"
    case 0x20...: return texts.append(byte)
    default:
      appendPlain("\\u00", to: &texts)
      texts.append(byte < 16 ? 48 : 49)
      let nibble = byte & 15
      return texts.append(nibble < 10 ? nibble + 48 : nibble + 87)
    }
    appendPlain(escape, to: &texts)
  }

  /// Appends ASCII as it is.
  package static func appendPlain(_ text: StaticString, to texts: inout RowList<UInt8>) {
    texts.append(
      bytes: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
