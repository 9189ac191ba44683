internal import Foundation
internal import JourneyModel

/// The parts of the language's reference page that are made from the code.
package enum LanguageTables {
  /// The blocks by the name they have in the page.
  package static var blocks: [(name: String, text: String)] {
    [("functions", functions), ("vocabularies", vocabularies)]
  }

  /// The functions, in the order of their declaration.
  private static var functions: String {
    var lines = ["| function | gives | example |", "|---|---|---|"]
    lines += ExpressionFunction.allCases.map { function in
      "| `\(function.signature)` | \(function.summary) | `\(function.example)` |"
    }
    return lines.joined(separator: "\n")
  }

  private static var vocabularies: String {
    var lines = ["| where | words |", "|---|---|"]
    for (place, words) in words {
      lines.append("| \(place) | `\(words.joined(separator: " "))` |")
    }
    return lines.joined(separator: "\n")
  }

  private static var words: [(place: String, words: [String])] {
    [
      ("`activity`", Activity.names), ("`kind` of an interaction", InteractionKind.names),
      ("`channel`, `origin`", Channel.names), ("`direction`", Direction.names),
      ("`outcome`", Outcome.names), ("`resolved`", Resolution.names), ("`by`", Party.names),
      ("`value` of `status`", TicketStatus.names), ("`kind` of an identifier", TokenKind.names),
      ("links", LinkKind.stated.map(\.name)),
      ("`instrument`", Instrument.names), ("`checks`", Check.names),
    ]
  }

  /// A page with its blocks replaced by those made from the code.
  package static func updated(_ page: String) -> String {
    var page = page
    for (name, text) in blocks {
      let begin = "<!-- begin \(name) -->\n"
      guard let start = page.range(of: begin),
        let end = page[start.upperBound...].range(of: "<!-- end -->")
      else { continue }
      page.replaceSubrange(start.upperBound..<end.lowerBound, with: text + "\n")
    }
    return page
  }
}
