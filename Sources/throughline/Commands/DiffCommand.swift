import ArgumentParser
import DurableFiles
import JourneyModel
import Pipeline
import Publishing

/// `throughline diff RELEASE RELEASE`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "List every published number that changed, and why.",
    discussion: """
      First come the causes: what the releases were made of differently, then a line for each date
      and measure whose sums differ. Releases are directories, or names of those below --out.
      """)

  @Argument(help: "The older release.")
  var old: String

  @Argument(help: "The newer release.")
  var new: String

  @Flag(help: "Print it as JSON.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let difference = try ReleaseDifference(old: directory(old), new: directory(new))
    if json { return try StandardOutput.write(Self.json(of: difference).indentedText) }
    for cause in difference.causes {
      try StandardOutput.line("cause: \(cause.kind): \(cause.subject)")
    }
    for number in difference.numbers {
      try StandardOutput.line(
        "\(number.date)  \(number.measure)  \(Self.text(number.old)) → \(Self.text(number.new))")
    }
    let count = ComponentText.count(difference.numbers.count, "number")
    try StandardOutput.line(
      "\(count) changed, \(ComponentText.count(difference.causes.count, "cause"))")
  }

  private func directory(_ name: String) throws -> String {
    if try Directory.exists(name) { return name }
    return OutputDirectory(path: try place.output()).releases + "/" + name
  }

  private static func text(_ value: ReleaseDifference.Number.Value?) -> String {
    value.map { "\($0.numerator) of \($0.denominator)" } ?? "none"
  }

  private static func json(of difference: ReleaseDifference) -> JSONValue {
    .object([
      (
        "causes",
        .array(
          difference.causes.map {
            .object([("kind", .text($0.kind)), ("subject", .text($0.subject))])
          })
      ),
      (
        "numbers",
        .array(
          difference.numbers.map { number in
            .object([
              ("date", .text(number.date)), ("measure", .text(number.measure)),
              ("old", pair(number.old)), ("new", pair(number.new)),
            ])
          })
      ),
    ])
  }

  /// Numerator and denominator; null where a release has neither.
  private static func pair(_ value: ReleaseDifference.Number.Value?) -> JSONValue {
    guard let value else { return .null }
    return .object([
      ("numerator", .integer(value.numerator)), ("denominator", .integer(value.denominator)),
    ])
  }
}
