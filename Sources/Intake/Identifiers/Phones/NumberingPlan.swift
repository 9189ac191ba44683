/// How the phone numbers of one region are built: a line of `PhoneData.plans`.
package struct NumberingPlan: Sendable {
  /// The country calling code.
  let callingCode: Digits
  /// Bit n: national numbers may have n digits.
  let lengths: UInt64
  /// Bit n: n digits can be dialled, but only nearby.
  let localLengths: UInt64
  /// The fewest digits that are believed of a number without calling code.
  let shortest: Int
  /// Where the recognition of prefixes of international numbers begins; 0 if there are none.
  let dialOut: UInt16
  /// Where the recognition of prefixes of national numbers begins; 0 if there are none.
  let trunk: UInt16
  /// What replaces a trunk prefix of which digits are kept.
  let literal: Digits
  /// Where the recognition of national numbers begins.
  let general: UInt16

  /// Whether a number's length fits.
  enum Fit {
    /// The length of a national number.
    case possible
    /// Too few digits, or so few that they can only be dialled nearby.
    case tooShort
    /// Too many digits, or a number between possible ones.
    case wrong
  }

  /// Whether a national number's length fits.
  func fit(_ number: Digits) -> Fit {
    let bit: UInt64 = 1 << UInt64(number.count)
    if lengths & bit != 0 { return .possible }
    if localLengths & bit != 0 { return .tooShort }
    return bit < lengths & (~lengths &+ 1) ? .tooShort : .wrong
  }

  /// Whether a national number has too many digits.
  func isTooLong(_ number: Digits) -> Bool { 1 << UInt64(number.count) > lengths }

  /// Whether a national number fits the plan's general description.
  func has(_ number: Digits) -> Bool {
    NumberingPlans.all.automaton.matches(number, from: general)
  }

  /// Without a national prefix, which becomes other digits where the plan says so; nil if no prefix
  /// is there or the number is a better one with it.
  func dropTrunk(_ number: Digits) -> Digits? {
    let automaton = NumberingPlans.all.automaton
    guard trunk != 0, let prefix = automaton.recognize(number, from: trunk) else { return nil }
    var rest = number.dropping(prefix.length)
    if !prefix.kept.isEmpty {
      let kept = number.prefix(prefix.kept.upperBound).dropping(prefix.kept.lowerBound)
      rest = literal.appending(kept).appending(rest)
    }
    return has(number) && !has(rest) ? nil : rest
  }
}

extension NumberingPlan {
  /// The release of libphonenumber's metadata that is pinned, such as `9.0.43`.
  package static var metadataVersion: String { PhoneData.version }

  /// The codes of all regions, by calling code.
  package static var regions: [String] { NumberingPlans.all.regions }

  /// The plan of a region; nil if there is none of that code.
  package static func named(_ region: String) -> NumberingPlan? { NumberingPlans.all.named(region) }
}

/// The numbering plans of all regions, read from `PhoneData` when first asked for, which takes a
/// fraction of a millisecond.
final class NumberingPlans: Sendable {
  /// The only instance, shared by all threads.
  static let all = NumberingPlans()

  /// What the plans' nodes refer to.
  let automaton: DigitAutomaton
  /// The codes of regions, by calling code.
  let regions: [String]
  private let plans: [NumberingPlan]
  private let numberOfRegion: [String: Int]
  /// For each calling code the number of its main region's plan; -1 where there is no such code.
  private let mainOfCode: [Int16]

  private init() {
    automaton = DigitAutomaton(results: PhoneData.results, nodes: PhoneData.nodes)
    var reader = GeneratedText(PhoneData.plans)
    var plans: [NumberingPlan] = []
    var numberOfRegion: [String: Int] = [:]
    var mainOfCode = [Int16](repeating: -1, count: 1000)
    var regions: [String] = []
    while !reader.isAtEnd {
      let region = String(decoding: reader.field(until: "|"), as: UTF8.self)
      let (plan, code) = Self.plan(&reader)
      if mainOfCode[code] < 0 { mainOfCode[code] = Int16(plans.count) }
      if region != Self.nowhere {
        numberOfRegion[region] = plans.count
        regions.append(region)
      }
      plans.append(plan)
    }
    (self.plans, self.numberOfRegion, self.mainOfCode) = (plans, numberOfRegion, mainOfCode)
    self.regions = regions
  }

  /// The region of codes that belong to no region.
  private static let nowhere = "001"

  private static func plan(
    _ reader: inout GeneratedText
  ) -> (plan: NumberingPlan, code: Int) {
    let code = reader.field(until: "|")
    let lengths = mask(reader.field(until: "|"))
    let localLengths = mask(reader.field(until: "|"))
    func node() -> UInt16 {
      defer { reader.skip("|") }
      return UInt16(reader.number())
    }
    let (shortest, dialOut, trunk) = (Int(node()), node(), node())
    let literal = Digits(reader.field(until: "|"))
    let general = UInt16(reader.number())
    reader.skip("\n")
    let plan = NumberingPlan(
      callingCode: Digits(code), lengths: lengths, localLengths: localLengths,
      shortest: shortest, dialOut: dialOut, trunk: trunk, literal: literal, general: general)
    return (plan, code.reduce(0) { $0 * 10 + Int($1) - 48 })
  }

  private static func mask(_ field: ArraySlice<UInt8>) -> UInt64 {
    var reader = GeneratedText(String(decoding: field, as: UTF8.self))
    var mask: UInt64 = 0
    while !reader.isAtEnd { mask |= 1 << UInt64(reader.digit()) }
    return mask
  }

  /// The plan of a region.
  func named(_ region: String) -> NumberingPlan? { numberOfRegion[region].map { plans[$0] } }

  /// The plan of the main region of the calling code a number begins with; nil if it begins with
  /// none.
  func plan(ofInternational number: Digits) -> NumberingPlan? {
    // No calling code begins with 0.
    guard !number.isEmpty, number[0] != 0 else { return nil }
    var code = 0
    for index in 0..<min(3, number.count) {
      code = code * 10 + Int(number[index])
      if mainOfCode[code] >= 0 { return plans[Int(mainOfCode[code])] }
    }
    return nil
  }
}
