internal import JourneyModel
package import RecordFormats

extension RecordNormalizer {
  /// The rejection of the current record, by its first problem.
  mutating func rejection(at offset: UInt64, length: UInt32, line: UInt64) -> Rejection {
    let failure = failure ?? Failure(code: .i214, program: FieldPlan.none)
    let column = column(of: failure)
    return Rejection(
      code: failure.code, byteOffset: offset, byteLength: length, line: line, column: column,
      message: message(failure, column))
  }

  /// What happened, in the words of the adapter, without any value of the record.
  private func message(_ failure: Failure, _ column: String?) -> String {
    let place = column.map { "'\($0)'" } ?? "the record"
    return switch failure.code {
    case .i206:
      "the record makes more than \(RecordEncoder.maximumElements) statements"
    case .i209: "the key \(place) is missing or empty"
    case .i210, .i219:
      "the time stamp in \(place) cannot be read as "
        + formats(of: failure).joined(separator: " or ") + Self.advice(on: failure.languages)
    case .i211: "the time stamp in \(place) is impossible or outside 1990 to 2200"
    case .i218:
      "the number in \(place) has a decimal comma; 'decimal: comma' on the input reads it"
    case .i212: "the number in \(place) cannot be read"
    case .i220: "the duration or number of times in \(place) is impossible"
    case .i221: "the currency in \(place) is no code of three letters"
    case .i216: "the id in \(place) has lost digits; it was rounded before it was exported"
    case .i217: plan.refusals[failure.refusal ?? 0].reason
    case .i215: "the score in \(place) lies outside its scale"
    default:
      "the record states no interaction, profile or score"
        + (column.map { ": '\($0)' is empty or has no meaning" } ?? "")
    }
  }

  /// The program of the interaction's id or kind that gave nothing; `none` if both did or there is
  /// no interaction to state.
  var whatIsMissing: Int32 {
    mutating get {
      guard let planned = plan.interaction else { return FieldPlan.none }
      if evaluate(planned.id).text == nil { return planned.id }
      return evaluate(planned.kind).exists ? FieldPlan.none : planned.kind
    }
  }

  /// How names of months in another language are read; nothing if there are none.
  private static func advice(on languages: [String]) -> String {
    guard let first = languages.first else { return "" }
    let others = languages.dropFirst()
    return "; 'locale: \(first)' on the input reads its names"
      + (others.isEmpty ? "" : ", or \(others.joined(separator: ", "))")
  }

  /// The formats a time stamp was expected in.
  private func formats(of failure: Failure) -> [String] {
    guard failure.program != FieldPlan.none else { return times.formatNames }
    let instruction = plan.instructions[Int(failure.program)]
    guard instruction.operation == .readTime else { return times.formatNames }
    return [plan.timeFormats[Int(instruction.second)]]
  }
}

extension FormatRejection.Kind {
  /// The code of a record that a scanner could not read.
  var code: DiagnosticCode {
    switch self {
    case .unclosedQuote: .i201
    case .tooManyFields: .i202
    case .tooFewFields: .i203
    case .invalidEncoding: .i204
    case .recordTooLarge: .i205
    case .tooManyColumns, .tooManyValues: .i206
    case .tooDeep: .i207
    case .malformedJSON: .i208
    case .strayQuote: .i213
    }
  }
}

extension InputFailure {
  /// The failure of JSON that breaks off, whose last record or envelope begins at a byte.
  init(_ cause: FormatRejection, from start: UInt64, at end: UInt64) {
    self.init(
      code: .i314, byteOffset: end,
      message: "\(cause.detail), and more records may follow there; what begins at byte \(start) "
        + "is never closed")
    help =
      "Wait for the transfer to finish or fetch the file again; if it is whole, mend what is not."
  }

  /// The failure of an input whose bytes cannot be read on.
  package init(_ failure: FormatFailure) {
    let code: DiagnosticCode =
      switch failure.kind {
      case .truncatedGzip: .i301
      case .damagedGzip: .i302
      case .trailingBytes: .i303
      case .tooManyMembers, .ratio, .tooManyBytes: .i312
      case .unsupportedEncoding: .i204
      }
    self.init(code: code, byteOffset: failure.byteOffset, message: failure.message)
  }
}
