/// Passes over a row that is rejected, byte by byte, with a byte of state.
///
/// It minds quotes, so that no line inside a quoted field is taken for a row, whatever the size of
/// the row. A quote that stands where none may makes the rest of its line the rest of the row:
/// which of the lines behind it are rows cannot be told from there on.
struct CSVRowPass {
  private enum Position {
    case fieldStart, unquoted, quoted, behindQuote, garbled
  }

  private let dialect: CSVDialect
  private var position: Position

  /// A pass over a row, or where it is garbled, over the rest of a line.
  init(_ dialect: CSVDialect, isGarbled: Bool) {
    self.dialect = dialect
    position = isGarbled ? .garbled : .fieldStart
  }

  /// Moves `offset` behind the row, line end included, or as far as the bytes at hand can be told.
  ///
  /// - Returns: whether the row ends there.
  mutating func pass(
    over bytes: UnsafeRawBufferPointer, from offset: inout Int, isFinal: Bool
  ) -> Bool {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x0a || byte == 0x0d {
        guard let end = LineEnd.end(of: offset, in: bytes, isFinal: isFinal) else { return false }
        offset = end
        if position != .quoted { return true }
      } else {
        position = position(after: byte)
        offset += 1
      }
    }
    return isFinal
  }

  private func position(after byte: UInt8) -> Position {
    let isQuote = dialect.hasQuotes && byte == dialect.quote
    switch position {
    case .garbled: return .garbled
    case .quoted: return isQuote ? .behindQuote : .quoted
    case .behindQuote, .fieldStart: if isQuote { return .quoted }
    case .unquoted: if isQuote { return .garbled }
    }
    if byte == dialect.delimiter { return .fieldStart }
    return position == .behindQuote ? .garbled : .unquoted
  }
}
