/// A compiled pattern: steps over the bytes of one time stamp.
struct TimestampProgram: Sendable {
  /// One step; what `argument` means depends on the kind.
  struct Step: Sendable {
    /// The parts of time stamps.
    enum Kind: UInt8, Sendable {
      /// The byte in `argument`, and no other.
      case literal
      /// `yyyy-MM-dd HH:mm` with the byte `argument` between date and time.
      case dateAndTime
      /// A number of so many digits for the field in `name`.
      case fourDigits, twoDigits, oneOrTwoDigits
      /// `argument` digits; 0 means 1 to 9.
      case fraction
      /// Three letters, `AM` or `PM`, an offset from UTC.
      case monthName, weekday, half, zone
      /// `argument` steps follow that are skipped if the first of them does not find its byte.
      case optional
    }

    /// What the step reads.
    var kind: Kind
    /// The byte, count or choice that its kind speaks of.
    var argument: UInt8 = 0
    /// What a number means.
    var name: TimestampFields.Name = .year
    /// The byte that must follow; 0 if none must.
    var follower: UInt8 = 0
  }

  /// The steps in the order of the pattern.
  var steps: [Step]
  /// The names of months and weekdays; nil for the English ones of three letters.
  var names: CalendarNames?

  /// Reads the parts; false if the bytes do not have the form.
  func run(_ cursor: inout ByteCursor, into fields: inout TimestampFields) -> Bool {
    var index = 0
    while index < steps.count {
      let step = steps[index]
      index += 1
      if step.kind == .optional {
        if !steps[index].canBegin(with: cursor.next) { index += Int(step.argument) }
        continue
      }
      let isRead =
        names.map { step.read(&cursor, into: &fields, named: $0) }
        ?? step.read(&cursor, into: &fields)
      guard isRead else { return false }
      guard step.follower == 0 || cursor.take(step.follower) else { return false }
    }
    return true
  }
}

extension TimestampProgram.Step {
  /// Reads the part; false if it is not there.
  @inline(__always)
  fileprivate func read(_ cursor: inout ByteCursor, into fields: inout TimestampFields) -> Bool {
    switch kind {
    case .literal: return cursor.take(argument)
    case .dateAndTime: return cursor.dateAndTime(separator: argument, into: &fields)
    case .fourDigits: return fields.set(name, cursor.fourDigits())
    case .twoDigits: return fields.set(name, cursor.twoDigits())
    case .oneOrTwoDigits: return fields.set(name, cursor.oneOrTwoDigits())
    case .fraction:
      fields.microsecond = cursor.fraction(digits: Int(argument))
      return fields.microsecond >= 0
    case .monthName:
      fields.month = Self.month(cursor.threeLetters())
      return fields.month >= 0
    case .weekday:
      fields.weekday = Self.weekday(cursor.threeLetters())
      return fields.weekday >= 0
    case .half:
      fields.half = cursor.half()
      return fields.half >= 0
    case .zone: return cursor.zone(into: &fields)
    case .optional: return true
    }
  }

  /// Reads the part, names in a language; false if it is not there.
  fileprivate func read(
    _ cursor: inout ByteCursor, into fields: inout TimestampFields, named names: CalendarNames
  ) -> Bool {
    switch kind {
    case .monthName: return fields.set(.month, names.month(cursor.name()) ?? -1)
    case .weekday:
      fields.weekday = names.weekday(cursor.name()) ?? -1
      return fields.weekday >= 0
    default: return read(&cursor, into: &fields)
    }
  }

  /// Whether the step may find its part at a byte; decides whether an optional part is read.
  fileprivate func canBegin(with byte: UInt8) -> Bool {
    switch kind {
    case .literal: byte == argument
    case .weekday: byte | 0x20 &- 0x61 < 26 || byte >= 0x80
    default:
      byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "U") || byte == UInt8(ascii: "G")
    }
  }

  private static func month(_ name: UInt32) -> Int {
    switch name {
    case 0x6A_61_6E: 1  // jan
    case 0x66_65_62: 2  // feb
    case 0x6D_61_72: 3  // mar
    case 0x61_70_72: 4  // apr
    case 0x6D_61_79: 5  // may
    case 0x6A_75_6E: 6  // jun
    case 0x6A_75_6C: 7  // jul
    case 0x61_75_67: 8  // aug
    case 0x73_65_70: 9  // sep
    case 0x6F_63_74: 10  // oct
    case 0x6E_6F_76: 11  // nov
    case 0x64_65_63: 12  // dec
    default: -1
    }
  }

  private static func weekday(_ name: UInt32) -> Int {
    switch name {
    case 0x6D_6F_6E: 1  // mon
    case 0x74_75_65: 2  // tue
    case 0x77_65_64: 3  // wed
    case 0x74_68_75: 4  // thu
    case 0x66_72_69: 5  // fri
    case 0x73_61_74: 6  // sat
    case 0x73_75_6E: 7  // sun
    default: -1
    }
  }
}
