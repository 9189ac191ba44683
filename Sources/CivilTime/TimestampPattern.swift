/// Compiles the pattern of a `TimestampFormat`, which documents the letters.
struct TimestampPattern {
  /// Whether the times will say their offset; known after `compile`.
  private(set) var offset = TimestampFormat.OffsetPresence.never

  private let pattern: [UInt8]
  private var position = 0
  private var steps: [TimestampProgram.Step] = []
  /// The letters read so far, in lower case where both cases name one part.
  private var letters: Set<UInt8> = []
  /// The `optional` step of the part being compiled, and whether digits were open before it.
  private var part: (step: Int, afterOpenDigits: Bool)?
  /// Whether the last step reads as many digits as it finds, so that no digits may follow.
  private var hasOpenDigits = false
  /// Whether a literal may become the follower of the last step: not after an optional part.
  private var mayFuse = true

  /// A pattern to compile.
  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  /// The steps that read a time of the pattern, in order.
  mutating func compile(
    _ names: CalendarNames?
  ) throws(TimestampPatternError) -> TimestampProgram {
    dateAndTime()
    while position < pattern.count {
      switch pattern[position] {
      case UInt8(ascii: "'"): try quotedText()
      case UInt8(ascii: "["): try beginPart()
      case UInt8(ascii: "]"): try endPart()
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        try field()
      default:
        literal(pattern[position])
        position += 1
      }
    }
    guard part == nil else { throw problem("the optional part is not closed") }
    try checkCompleteness()
    return TimestampProgram(steps: steps, names: names)
  }

  /// The commonest beginning is one step.
  private mutating func dateAndTime() {
    for separator in [" ", "'T'"] {
      let beginning = Array("yyyy-MM-dd\(separator)HH:mm".utf8)
      guard pattern.starts(with: beginning) else { continue }
      let byte = separator == " " ? UInt8(ascii: " ") : UInt8(ascii: "T")
      steps.append(TimestampProgram.Step(kind: .dateAndTime, argument: byte))
      letters.formUnion("yMdHm".utf8)
      position = beginning.count
    }
  }

  private mutating func literal(_ byte: UInt8) {
    hasOpenDigits = false
    if mayFuse, let last = steps.indices.last, byte != 0, steps[last].takesFollower {
      steps[last].follower = byte
    } else {
      steps.append(TimestampProgram.Step(kind: .literal, argument: byte))
    }
    mayFuse = true
  }

  private mutating func quotedText() throws(TimestampPatternError) {
    let start = position
    position += 1
    while position < pattern.count {
      let byte = pattern[position]
      position += 1
      guard byte == UInt8(ascii: "'") else {
        literal(byte)
        continue
      }
      // Two quotes are one, inside a text and alone.
      let isDoubled = position < pattern.count && pattern[position] == byte
      if position == start + 2 || isDoubled { literal(byte) }
      guard isDoubled, position > start + 2 else { return }
      position += 1
    }
    throw problem("the quoted text is not closed", at: start)
  }

  private mutating func beginPart() throws(TimestampPatternError) {
    guard part == nil else { throw problem("optional parts do not nest") }
    part = (steps.count, hasOpenDigits)
    steps.append(TimestampProgram.Step(kind: .optional))
    position += 1
  }

  private mutating func endPart() throws(TimestampPatternError) {
    guard let (step, afterOpenDigits) = part else { throw problem("no optional part is open") }
    let count = steps.count - step - 1
    guard 1...255 ~= count else { throw problem("an optional part has 1 to 255 characters") }
    switch steps[step + 1].kind {
    case .literal, .weekday, .zone: break
    default: throw problem("an optional part begins with text, a weekday or a zone")
    }
    steps[step].argument = UInt8(count)
    hasOpenDigits = hasOpenDigits || afterOpenDigits
    part = nil
    mayFuse = false
    position += 1
  }

  private mutating func field() throws(TimestampPatternError) {
    let letter = pattern[position]
    let count = pattern[position...].prefix { $0 == letter }.count
    guard let step = Self.step(letter, count) else {
      let run = String(decoding: pattern[position..<(position + count)], as: UTF8.self)
      throw problem("'\(run)' has no meaning in a time stamp; text stands in 'quotes'")
    }
    try claim(letter, step)
    steps.append(step)
    mayFuse = true
    position += count
  }

  private mutating func claim(
    _ letter: UInt8, _ step: TimestampProgram.Step
  ) throws(TimestampPatternError) {
    let part = Self.part(letter)
    guard letters.insert(part).inserted else { throw problem("a part occurs twice") }
    if self.part != nil, "yMd".utf8.contains(part) {
      throw problem("year, month and day are not optional")
    }
    if step.kind == .zone { offset = self.part == nil ? .always : .sometimes }
    guard step.readsDigits else { return hasOpenDigits = false }
    guard !hasOpenDigits else {
      throw problem("digits that follow a part of one or two digits cannot be told from it")
    }
    hasOpenDigits = step.kind == .oneOrTwoDigits || step.kind == .fraction && step.argument == 0
  }

  private func checkCompleteness() throws(TimestampPatternError) {
    func has(_ letter: Unicode.Scalar) -> Bool { letters.contains(UInt8(ascii: letter)) }
    guard has("y"), has("M"), has("d") else {
      throw problem("a time stamp has a year, a month and a day", at: 0)
    }
    guard has("h") == has("a") else {
      throw problem("'h' is the hour before or after noon and needs 'a'; else write 'H'", at: 0)
    }
    guard !(has("h") && has("H")) else { throw problem("a time stamp has one hour", at: 0) }
    let hasHour = has("h") || has("H")
    guard hasHour || !has("m"), has("m") || !has("s"), has("s") || !has("S") else {
      throw problem("minutes need an hour, seconds minutes, fractions seconds", at: 0)
    }
  }

  private func problem(_ message: String, at place: Int? = nil) -> TimestampPatternError {
    TimestampPatternError(position: place ?? min(position, pattern.count), message: message)
  }
}

extension TimestampPattern {
  /// The letter that stands for the part a letter names.
  private static func part(_ letter: UInt8) -> UInt8 {
    letter == UInt8(ascii: "X") ? UInt8(ascii: "Z") : letter
  }

  /// The step of a run of one letter; nil if it has no meaning.
  private static func step(_ letter: UInt8, _ count: Int) -> TimestampProgram.Step? {
    switch (Unicode.Scalar(letter), count) {
    case ("y", 4): TimestampProgram.Step(kind: .fourDigits, name: .year)
    case ("y", 2): TimestampProgram.Step(kind: .twoDigits, name: .yearOfCentury)
    case ("M", 3): TimestampProgram.Step(kind: .monthName)
    case ("E", 3): TimestampProgram.Step(kind: .weekday)
    case ("a", 1): TimestampProgram.Step(kind: .half)
    case ("S", 1): TimestampProgram.Step(kind: .fraction)
    case ("S", 2...9): TimestampProgram.Step(kind: .fraction, argument: UInt8(count))
    case ("Z", 1), ("X", 1...3): TimestampProgram.Step(kind: .zone)
    case ("M", 1...2): number(.month, count)
    case ("d", 1...2): number(.day, count)
    case ("H", 1...2): number(.hour, count)
    case ("h", 1...2): number(.hour, count)
    case ("m", 1...2): number(.minute, count)
    case ("s", 1...2): number(.second, count)
    default: nil
    }
  }

  private static func number(_ name: TimestampFields.Name, _ digits: Int) -> TimestampProgram.Step {
    TimestampProgram.Step(kind: digits == 2 ? .twoDigits : .oneOrTwoDigits, name: name)
  }
}

extension TimestampProgram.Step {
  fileprivate var readsDigits: Bool {
    switch kind {
    case .dateAndTime, .fourDigits, .twoDigits, .oneOrTwoDigits, .fraction: true
    case .literal, .monthName, .weekday, .half, .zone, .optional: false
    }
  }

  /// An optional step stands before its part: what follows it is not fused.
  fileprivate var takesFollower: Bool { follower == 0 && kind != .optional }
}
