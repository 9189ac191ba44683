/// What a simulated contact center is asked for.
package struct CenterSettings: Sendable, Equatable {
  /// How many interactions the exports hold.
  package var interactions = 20_000
  /// The seed; equal settings and seed give the same bytes on every machine.
  package var seed: UInt64 = 1
  /// How many days are simulated, the last one before `CenterClock.endDate`.
  package var days = 60
  /// In how many nightly drops the exports are laid out.
  package var nights = 1
  /// How untidy the exports are.
  package var dirt = Dirt.usual
  /// How the center differs from the usual one.
  package var shape = CenterShape()

  /// A center of default settings.
  package init() {}

  /// The most interactions of a center: phone numbers are not to run out.
  package static let largestCenter = 5_000_000
  /// The most days of a center.
  package static let longestTime = 3_650
}

/// How untidy exports are.
package enum Dirt: String, CaseIterable, Sendable {
  /// Every record once, whole, in one spelling.
  case none
  /// As real systems deliver.
  case usual
  /// As they deliver on a bad day.
  case hard
}

/// Settings in which centers differ and that change what can be concluded from their exports.
package struct CenterShape: Sendable, Equatable {
  /// The time between the contacts of one matter, in permille of the usual.
  package var matterGapPermille = 1_000
  /// Through which channels customers come.
  package var mix = ChannelMix.balanced
  /// The most people behind one company's number.
  package var switchboardPeople = 40
  /// How many in a thousand groups of people are households that share a phone.
  package var householdPermille = 220

  /// A balanced center with the usual gaps, switchboards and households.
  package init() {}

  /// One setting, as `--with name=value` names it.
  package struct Option: Sendable {
    /// The name it has after `--with`.
    package let name: String
    /// What it means, in one sentence.
    package let summary: String
    /// What it may be, in words.
    package let allowed: String
  }

  /// What `--with` can set, in the order help lists it.
  package static let options = [
    Option(
      name: "matter-gap", summary: "Time between contacts of one matter, in permille of the usual.",
      allowed: "100 to 10000"),
    Option(
      name: "mix", summary: "Through which channels customers come.",
      allowed: ChannelMix.allCases.map(\.rawValue).joined(separator: ", ")),
    Option(
      name: "switchboard", summary: "The most people behind one company's number.",
      allowed: "3 to 120"),
    Option(
      name: "household", summary: "Households sharing a phone, in permille of all groups.",
      allowed: "0 to 700"),
  ]

  /// Sets the setting of a name; false if the value is not allowed or there is no such setting.
  package mutating func set(_ name: String, to text: String) -> Bool {
    func number(_ range: ClosedRange<Int>) -> Int? {
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
    switch name {
    case "matter-gap": return assign(number(100...10_000), to: \.matterGapPermille)
    case "mix": return assign(ChannelMix(rawValue: text), to: \.mix)
    case "switchboard": return assign(number(3...120), to: \.switchboardPeople)
    case "household": return assign(number(0...700), to: \.householdPermille)
    default: return false
    }
  }

  private mutating func assign<Value>(
    _ value: Value?, to path: WritableKeyPath<CenterShape, Value>
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }
}

/// Through which channels customers come.
package enum ChannelMix: String, CaseIterable, Sendable {
  /// Half of all contacts by phone.
  case balanced
  /// Nearly all by phone.
  case voice
  /// Mostly chat, messages, mail and social media.
  case digital
}
