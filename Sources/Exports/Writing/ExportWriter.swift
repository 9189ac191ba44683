internal import CivilTime
internal import Codecs
internal import JourneyModel

/// Collects the bytes of an export and hands them on in pieces, as gzip members where asked.
///
/// Memory: two pieces.
package final class ExportWriter {
  private static let pieceBytes = 256 << 10

  private var buffer: [UInt8] = []
  private let encoder: GzipEncoder?
  private let sink: ([UInt8]) throws -> Void

  /// A writer that hands on to a sink, which gets no empty piece.
  package init(isPacked: Bool, to sink: @escaping ([UInt8]) throws -> Void) {
    encoder = isPacked ? GzipEncoder(level: 6, for: .repeating) : nil
    self.sink = sink
    buffer.reserveCapacity(2 * ExportWriter.pieceBytes)
  }

  /// Appends a text.
  package func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  /// Appends a byte.
  func append(_ byte: UInt8) { buffer.append(byte) }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) { buffer.append(contentsOf: bytes) }

  /// Appends the text of a JSON string with its quotes.
  package func append(json text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer += [UInt8(ascii: "\\"), byte]
      case 0x00..<0x20: append(PrintableText.escape(Unicode.Scalar(byte)))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends the text as the value of an XML attribute; what XML 1.0 has no character for is
  /// written as its escape.
  package func append(xml text: String) {
    for scalar in PrintableText.withoutControls(text).unicodeScalars {
      switch scalar {
      case "&": append("&amp;")
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "\"": append("&quot;")
      case "\u{FFFE}", "\u{FFFF}": append(PrintableText.escape(scalar))
      default: append(String(scalar))
      }
    }
  }

  /// Appends a field of RFC 4180; an empty text is quoted, for nothing at all is an absent value.
  package func append(csv text: String) {
    let needsQuotes =
      text.isEmpty
      || text.utf8.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
      }
    append(needsQuotes ? "\"" + text.doubling("\"") + "\"" : text)
  }

  /// Appends an instant as ISO 8601 in UTC.
  func append(instant microseconds: Int64) {
    InstantText.append(iso8601: microseconds, to: &buffer)
  }

  /// Hands on what has been collected if it is a piece.
  package func passOn() throws {
    if buffer.count >= ExportWriter.pieceBytes { try flush() }
  }

  /// Hands on the rest; a packed export without a byte is an empty member.
  package func finish() throws {
    if buffer.isEmpty, hasHandedOn || encoder == nil { return }
    try flush()
  }

  private var hasHandedOn = false

  private func flush() throws {
    hasHandedOn = true
    var piece: [UInt8] = []
    if encoder != nil {
      buffer.withUnsafeBytes { encoder?.append($0, to: &piece) }
    } else {
      swap(&piece, &buffer)
    }
    buffer.removeAll(keepingCapacity: true)
    try sink(piece)
  }
}
