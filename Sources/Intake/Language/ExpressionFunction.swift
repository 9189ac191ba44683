/// The functions of the adapter language: a closed list, each for one chore of a field.
enum ExpressionFunction: String, Sendable, CaseIterable {
  /// `seconds(x)`: a number of seconds as a duration.
  case seconds
  /// `milliseconds(x)`: a number of milliseconds as a duration.
  case milliseconds
  /// `minutes(x)`: a number of minutes as a duration.
  case minutes
  /// `clock(x)`: `HH:MM:SS` as a duration; hours may exceed 24.
  case clock
  /// `since-1970(x)`: a duration written as a date since 1970-01-01 00:00:00.
  case since1970 = "since-1970"
  /// `between(start, end)`: the duration between two instants; null if it would be negative.
  case between
  /// `after(instant, duration)`: an instant so much later.
  case after
  /// `first(a, b, …)`: the first value that exists.
  case first
  /// `number(x)`: a text as a number, exact to a thousandth.
  case number
  /// `lower(x)`: ASCII letters in lower case.
  case lower
  /// `split(x, separator, n)`: the n-th part from 1; null if there are fewer.
  case split

  /// How it is called.
  var signature: String {
    switch self {
    case .between: "between(start, end)"
    case .after: "after(instant, duration)"
    case .first: "first(a, b, …)"
    case .split: "split(text, \"separator\", n)"
    default: "\(rawValue)(value)"
    }
  }

  /// How many arguments it takes.
  var argumentCount: ClosedRange<Int> {
    switch self {
    case .between, .after: 2...2
    case .first: 1...16
    case .split: 3...3
    default: 1...1
    }
  }
}
