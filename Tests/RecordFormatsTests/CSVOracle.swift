import RecordFormats

/// CSV read slowly and obviously: whole file, one byte at a time, by the rules in `CSVScanner`.
///
/// Shares no code with the scanner, on purpose.
struct CSVOracle {
  var bytes: [UInt8]
  var dialect: CSVDialect
  var limits: ByteLimits
  var items: [Trace.Item] = []

  private enum Row {
    case fields([[UInt8]], end: Int)
    case broken(String, fieldStart: Int, at: Int)
  }

  /// What the scanner must say; the first row's width is expected of the others.
  mutating func run() -> [Trace.Item] {
    var position = 0
    var line: UInt64 = 1
    var width: Int?
    while position < bytes.count {
      let start = position
      if let end = lineEnd(at: position) {
        position = end
        add(.init(kind: .framing, range: start..<end))
        line += 1
        continue
      }
      var item: Trace.Item
      switch row(at: start) {
      case .broken(let kind, let fieldStart, let offset):
        position = nextLine(after: fieldStart)
        item = .init(kind: .rejected, range: start..<position, text: "\(kind)@\(offset)")
      case .fields(let fields, let end):
        position = end
        let surplus = fields.dropFirst(width ?? fields.count).allSatisfy {
          $0.allSatisfy { $0 == 32 }
        }
        if fields.count < width ?? 0 {
          item = .init(kind: .rejected, range: start..<end, text: "tooFewFields@\(start)")
        } else if !surplus {
          item = .init(kind: .rejected, range: start..<end, text: "tooManyFields")
        } else {
          let kept = fields.prefix(width ?? fields.count)
          let text = kept.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
          item = .init(kind: .record, range: start..<end, text: text)
          width = width ?? fields.count
        }
      }
      item.line = line
      add(item)
      line += lineEnds(in: start..<position)
    }
    return items
  }

  private mutating func add(_ item: Trace.Item) {
    if item.kind == .framing, items.last?.kind == .framing {
      items[items.count - 1].range = items[items.count - 1].range.lowerBound..<item.range.upperBound
    } else {
      items.append(item)
    }
  }

  private func row(at start: Int) -> Row {
    var fields: [[UInt8]] = []
    var position = start
    while true {
      let fieldStart = position
      if fields.count == limits.columns {
        return .broken("tooManyColumns", fieldStart: fieldStart, at: fieldStart)
      }
      var field: [UInt8] = []
      let tooLarge = Row.broken("recordTooLarge", fieldStart: fieldStart, at: start + limits.record)
      if position < bytes.count, bytes[position] == dialect.quote {
        position += 1
        while true {
          if position >= start + limits.record, bytes.count > start + limits.record {
            return tooLarge
          }
          if position >= bytes.count {
            return .broken("unclosedQuote", fieldStart: fieldStart, at: fieldStart)
          }
          if bytes[position] != dialect.quote {
            field.append(bytes[position])
            position += 1
          } else if position + 1 < bytes.count, bytes[position + 1] == dialect.quote {
            field.append(dialect.quote)
            position += 2
          } else {
            break
          }
        }
        position += 1
      } else {
        while position < bytes.count, position < start + limits.record,
          bytes[position] != dialect.delimiter, bytes[position] != dialect.quote,
          lineEnd(at: position) == nil
        {
          field.append(bytes[position])
          position += 1
        }
      }
      fields.append(field)
      if position >= start + limits.record, bytes.count > start + limits.record { return tooLarge }
      if position >= bytes.count { return .fields(fields, end: bytes.count) }
      if let end = lineEnd(at: position) {
        return end - start > limits.record ? tooLarge : .fields(fields, end: end)
      }
      if bytes[position] != dialect.delimiter {
        return .broken("strayQuote", fieldStart: fieldStart, at: position)
      }
      position += 1
    }
  }

  /// The byte behind the line end at a position, or nil where there is none.
  private func lineEnd(at position: Int) -> Int? {
    if bytes[position] == 10 { return position + 1 }
    if bytes[position] != 13 { return nil }
    let isPair = position + 1 < bytes.count && bytes[position + 1] == 10
    return position + (isPair ? 2 : 1)
  }

  private func nextLine(after start: Int) -> Int {
    (start..<bytes.count).lazy.compactMap { lineEnd(at: $0) }.first ?? bytes.count
  }

  private func lineEnds(in range: Range<Int>) -> UInt64 {
    var (count, position): (UInt64, Int) = (0, range.lowerBound)
    while position < range.upperBound {
      let end = lineEnd(at: position)
      count += end == nil ? 0 : 1
      position = end ?? position + 1
    }
    return count
  }
}
