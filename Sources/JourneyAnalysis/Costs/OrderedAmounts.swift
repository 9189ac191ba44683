import JourneyModel

/// Reads off a contact's events whether the customer bought, and for how much.
///
/// An amount is an event's value as adapters write it by `amount`: `12.50 EUR`, or `12.50 ¤` where
/// the source names no currency, which is then the configured one. Every other value of an order is
/// its name.
struct OrderedAmounts {
  private let currency: Currency?
  private let words: Words
  /// What amounts of each word are, as they are asked for.
  private var known: [Symbol: Amount] = [:]

  private enum Amount {
    case none
    /// In minor units of the configured currency.
    case minor(Int64)
    /// Of another currency, or of any while none is configured.
    case foreign
  }

  /// What a contact brought.
  struct Order: Equatable {
    /// Whether something was ordered, paid or converted, and not cancelled after it.
    var isConverted = false
    /// What for, in minor units; nil if it is not known.
    var revenueMinor: Int64?
  }

  init(currency: Currency?, words: Words) {
    self.currency = currency
    self.words = words
  }

  /// The order of a contact's events: what was paid, where payments are stated, else what was
  /// ordered.
  mutating func order(of events: RowSlice<EventRow>) -> Order {
    var isConverted = false
    var ordered = Sum()
    var paid = Sum()
    for event in events {
      switch event.activity {
      case .ordered:
        isConverted = true
        ordered.add(amount(of: event.value))
      case .paid:
        isConverted = true
        paid.add(amount(of: event.value))
      case .converted: isConverted = true
      case .cancelled:
        isConverted = false
        (ordered, paid) = (Sum(), Sum())
      default: break
      }
    }
    let sum = paid.isStated ? paid : ordered
    return Order(isConverted: isConverted, revenueMinor: isConverted ? sum.value : nil)
  }

  /// A sum that is unknown if a part of it is.
  private struct Sum {
    var isStated = false
    var isForeign = false
    var minor: Int64 = 0

    mutating func add(_ amount: Amount) {
      switch amount {
      case .none: break
      case .foreign: (isStated, isForeign) = (true, true)
      case .minor(let value):
        isStated = true
        minor = minor.addingReportingOverflow(value).partialValue
      }
    }

    var value: Int64? { isStated && !isForeign ? minor : nil }
  }

  private mutating func amount(of word: Symbol) -> Amount {
    if word.isNone { return .none }
    if let known = known[word] { return known }
    let amount = read(words[word] ?? "")
    known[word] = amount
    return amount
  }

  private func read(_ text: String) -> Amount {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let thousandths = OrderedAmounts.thousandths(parts[0]),
      parts[1] == "¤" || OrderedAmounts.isCode(parts[1])
    else { return .none }
    guard let currency, parts[1] == "¤" || parts[1] == currency.code else { return .foreign }
    let (product, overflow) = thousandths.multipliedReportingOverflow(by: currency.minorUnits)
    if overflow { return .foreign }
    // Rounded half away from zero.
    return .minor((product + (product < 0 ? -500 : 500)) / 1000)
  }

  private static func isCode(_ text: Substring) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
  }

  /// The number of a text such as `-12.505`; nil for any other text.
  private static func thousandths(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    let digits = parts[0].drop { $0 == "-" }
    guard parts[0].count - digits.count <= 1, !digits.isEmpty, fraction.utf8.count <= 3,
      (digits + fraction).utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int64(
        digits + fraction + String(repeating: "0", count: 3 - fraction.utf8.count))
    else { return nil }
    return text.first == "-" ? -value : value
  }
}
