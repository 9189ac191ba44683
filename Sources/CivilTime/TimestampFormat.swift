/// One form of time stamp, compiled once and read from bytes without allocating.
///
/// A format is strict: it takes the whole input, spelled as it says, or nothing. Whether day or
/// month comes first is always stated, never guessed.
///
/// **Named formats**
///
/// | name | form |
/// |---|---|
/// | `iso8601` | `2024-04-09T18:02:13.031Z`; `T` or space, optional seconds, fraction; a zone |
/// | `iso8601-local` | the same without a zone |
/// | `rfc2822` | `Fri, 18 Oct 2019 17:00:00 +0000`; weekday and seconds optional |
/// | `epoch-seconds`, `epoch-milliseconds`, `epoch-microseconds` | a decimal number |
///
/// **Patterns** are made of letters as in Unicode LDML:
///
/// | letters | read |
/// |---|---|
/// | `yyyy` | a year of four digits |
/// | `yy` | 90…99 as 1990…1999, 00…89 as 2000…2089 |
/// | `MM`, `dd`, `HH`, `hh`, `mm`, `ss` | two digits: month, day, hour, 12-hour, minute, second |
/// | `M`, `d`, `H`, `h`, `m`, `s` | the same of one or two digits |
/// | `MMM`, `EEE` | `Jan`…`Dec`, `Mon`…`Sun`, in either case; a weekday must be the date's |
/// | `a` | `AM` or `PM` in either case, with `h` |
/// | `S` | a fraction of 1 to 9 digits; `SS`…`SSSSSSSSS`: of exactly so many |
/// | `Z` (or `X`, `XX`, `XXX`) | `Z`, `UTC`, `GMT`, `UT`, `+hh:mm`, `+hhmm` or `+hh`, up to 18 h |
/// | `'text'` | the text; `''` is a quote; other characters stand for themselves |
/// | `[…]` | an optional part, read if its first character, weekday or zone is there: `[.S]` |
///
/// With `CalendarNames` months and weekdays are those of a language, in full or short: `Mär`,
/// `avr.`, `juillet`.
///
/// Parts that are not written are zero: a date alone is its midnight. Fractions beyond
/// microseconds are cut off.
///
/// **Impossible** is what has the form and cannot be: days that do not exist, minute 61, a weekday
/// that is not the date's, years outside 1990…2200. Second 60 is impossible as POSIX time has no
/// leap seconds; 24:00 is, because some systems write it for the beginning of a day and some for
/// its end.
package struct TimestampFormat: Sendable {
  /// The name or pattern it was made from.
  package let pattern: String
  /// Whether times of this form always, never or sometimes say their offset from UTC.
  package let offset: OffsetPresence
  private let form: Form
  private let program: TimestampProgram

  /// When times of a format say their offset from UTC.
  package enum OffsetPresence: Sendable {
    case always, never, sometimes
  }

  private enum Form: Sendable {
    case iso8601, iso8601Local, program
    case epoch(unitMicroseconds: Int64)
  }

  /// The names that are not patterns.
  package static let names = [
    "iso8601", "iso8601-local", "rfc2822", "epoch-seconds", "epoch-milliseconds",
    "epoch-microseconds",
  ]

  /// Compiles a named format or a pattern, whose names of months and weekdays may be those of a
  /// language.
  package init(
    pattern: String, names: CalendarNames? = nil
  ) throws(TimestampPatternError) {
    self.pattern = pattern
    form =
      switch pattern {
      case "iso8601": .iso8601
      case "iso8601-local": .iso8601Local
      case "epoch-seconds": .epoch(unitMicroseconds: 1_000_000)
      case "epoch-milliseconds": .epoch(unitMicroseconds: 1000)
      case "epoch-microseconds": .epoch(unitMicroseconds: 1)
      default: .program
      }
    switch form {
    case .program:
      let rfc2822 = "[EEE, ]d MMM yyyy HH:mm[:ss] Z"
      var compiler = TimestampPattern(pattern == "rfc2822" ? rfc2822 : pattern)
      program = try compiler.compile(names)
      offset = compiler.offset
    case .iso8601Local:
      program = TimestampProgram(steps: [])
      offset = .never
    case .iso8601, .epoch:
      program = TimestampProgram(steps: [])
      offset = .always
    }
  }

  /// Whether it has names of months or weekdays, which languages write differently.
  package var hasNames: Bool {
    program.steps.contains { $0.kind == .monthName || $0.kind == .weekday }
  }

  /// Reads the whole input.
  package func parse(_ bytes: UnsafeRawBufferPointer) -> TimestampOutcome {
    var cursor = ByteCursor(bytes)
    var fields = TimestampFields()
    let isRead: Bool
    switch form {
    case .iso8601:
      isRead = cursor.readISO8601(into: &fields) && cursor.readISO8601Zone(into: &fields)
    case .iso8601Local: isRead = cursor.readISO8601(into: &fields)
    case .program: isRead = program.run(&cursor, into: &fields)
    case .epoch(let unit): return cursor.readEpoch(unitMicroseconds: unit)
    }
    guard isRead, cursor.isAtEnd else { return .unreadable }
    guard let microseconds = fields.microseconds(years: Self.years) else { return .impossible }
    return .time(ParsedTimestamp(microseconds: microseconds, hasOffset: fields.hasOffset))
  }

  /// The years of time stamps; what lies outside is a mistake of the source.
  static let years = 1990...2200
}

/// What became of the bytes of a time stamp.
package enum TimestampOutcome: Sendable, Hashable {
  /// The text is a time of the format.
  case time(ParsedTimestamp)
  /// The bytes do not have the form.
  case unreadable
  /// They have it and say what cannot be.
  case impossible

  /// The time, if there is one.
  package var parsed: ParsedTimestamp? {
    if case .time(let parsed) = self { parsed } else { nil }
  }
}

/// A time as it was written.
package struct ParsedTimestamp: Sendable, Hashable {
  /// UTC microseconds since 1970 if the offset was written; else the wall clock reading as
  /// microseconds since 1970-01-01T00:00:00 on that clock, for `ZoneRules.resolve`.
  package var microseconds: Int64
  /// Whether the offset from UTC was written.
  package var hasOffset: Bool

  /// A time of known parts.
  package init(microseconds: Int64, hasOffset: Bool) {
    self.microseconds = microseconds
    self.hasOffset = hasOffset
  }
}

/// Why a pattern cannot be compiled.
package struct TimestampPatternError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The offset of the character in the pattern, from 0.
  package var position: Int
  /// What is wrong, lower case, without a full stop.
  package var message: String

  /// What is wrong with the pattern, and where.
  package var description: String { message }
}
