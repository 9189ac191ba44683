import JourneyModel
import Pipeline
import Settings

/// What `throughline help TOPIC` knows beside commands.
enum HelpTopics {
  private static let exitCodes = "exit-codes"

  /// Shows a topic; false if it is none and the parser's help is wanted.
  static func show(_ topic: String?) throws -> Bool {
    guard let topic, !topic.hasPrefix("-"), !Throughline.verbs.contains(topic) else { return false }
    guard topic == exitCodes else {
      let topics = Throughline.verbs + [exitCodes]
      throw RunFailure(
        .usage, .r505, "there is no help on '\(topic)'",
        help: Suggestion.nearest(to: topic, among: topics).map { "did you mean '\($0)'?" }
          ?? "There is help on: \(topics.joined(separator: ", ")).")
    }
    for code in Pipeline.ExitCode.allCases {
      try StandardOutput.line("\("\(code.rawValue)".padding(to: 5))\(code.meaning)")
    }
    return true
  }
}
