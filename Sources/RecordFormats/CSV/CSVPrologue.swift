/// What stands before the header row of a CSV file: byte order marks, `sep=` line, further lines.
///
/// All of it is framing. A scanner starts behind it and counts its lines from there.
package struct CSVPrologue: Equatable, Sendable {
  /// Bytes before the header row.
  package private(set) var byteCount = 0
  /// Physical lines before the header row.
  package private(set) var lineCount = 0
  /// The delimiter that a first line `sep=;` names.
  package private(set) var delimiter: UInt8?

  /// The marks and the `sep=` line that a file begins with.
  package init(of sample: UnsafeRawBufferPointer, isFinal: Bool) {
    byteCount = RecordMark.lengthOfAll(in: sample, from: 0)
    let end = endOfLine(in: sample, isFinal: isFinal) ?? sample.count
    let line = UnsafeRawBufferPointer(rebasing: sample[byteCount..<end])
    guard let named = Self.separator(line) else { return }
    delimiter = named
    addLine(end)
  }

  /// Adds the next line, blank or not.
  ///
  /// - Returns: false where the sample ends before the line does, or no line is left behind it.
  package mutating func addLine(of sample: UnsafeRawBufferPointer, isFinal: Bool) -> Bool {
    guard let end = endOfLine(in: sample, isFinal: isFinal), end < sample.count else {
      return false
    }
    addLine(end)
    return true
  }

  private mutating func addLine(_ end: Int) {
    byteCount = end
    lineCount += 1
  }

  private func endOfLine(in sample: UnsafeRawBufferPointer, isFinal: Bool) -> Int? {
    LineEnd.first(from: byteCount, in: sample, isFinal: isFinal)
  }

  /// The delimiter of a line `sep=;`, perhaps in quotes, as spreadsheets write and obey it.
  private static func separator(_ line: UnsafeRawBufferPointer) -> UInt8? {
    guard line.count <= 9 else { return nil }
    var text = line.filter { $0 != 0x0a && $0 != 0x0d }
    let mark = UInt8(ascii: "\"")
    if text.count == 7, text.first == mark, text.last == mark { text = Array(text[1..<6]) }
    guard text.count == 5, CSVDialect.canDelimit(text[4]) else { return nil }
    return String(decoding: text[..<4], as: UTF8.self).lowercased() == "sep=" ? text[4] : nil
  }
}
