internal import CivilTime
package import JourneyModel

/// Writes normalized records and rejections as one line of JSON each, for people and golden files.
///
/// Keys come in a fixed order; what a record is silent about is left out.
package enum RecordText {
  /// A record, without the number of its input, which says nothing about its content.
  package static func json(_ record: NormalizedRecord) -> String {
    var line = JSONLine()
    line.add("id", record.id.description)
    line.add("key", record.key.description)
    line.add("version", record.version)
    if record.order != 0 { line.add("order", record.order) }
    if record.isDeleted { line.add(raw: "deleted", "true") }
    let clears = HeaderField.allCases.filter(record.clears.contains).map(\.name)
    line.add("clears", clears.map(JSONLine.quoted))
    if let interaction = record.interaction { line.add(raw: "interaction", json(interaction)) }
    line.add("tokens", record.tokens.map(json))
    line.add("links", record.links.map(json))
    line.add("events", record.events.map(json))
    line.add("feedback", record.feedback.map(json))
    line.add("attributes", record.attributes.map { json(name: $0.name, value: $0.value) })
    line.add("checks", record.checks.map { json(name: $0.check.name, value: "\($0.value)") })
    if let reason = record.derivedReason { line.add(raw: "derived", json(reason)) }
    line.add("texts", record.texts.map(json))
    line.add("byte", Int64(record.origin.byteOffset))
    line.add("bytes", Int64(record.origin.byteLength))
    return line.text
  }

  /// A rejection without the rejected bytes; `bytes` is how many they are.
  package static func json(_ rejection: Rejection) -> String {
    var line = JSONLine()
    line.add("code", rejection.code.code)
    line.add("byte", Int64(rejection.byteOffset))
    line.add("bytes", Int64(rejection.byteLength))
    if rejection.line > 0 { line.add("line", Int64(rejection.line)) }
    line.add("column", rejection.column)
    line.add("message", rejection.message)
    return line.text
  }

  private static func json(_ statement: InteractionStatement) -> String {
    var line = JSONLine()
    line.add("kind", statement.kind.name)
    line.add("id", statement.nativeID)
    line.add("exact", statement.reference.exact.description)
    line.add("loose", statement.reference.loose.description)
    line.add("channel", statement.channel?.name)
    line.add("origin", statement.origin?.name)
    line.add("direction", statement.direction?.name)
    line.add("queue", statement.queue)
    line.add("agent", statement.agent)
    line.add("team", statement.team)
    line.add("reason", statement.reason)
    line.add("outcome", statement.outcome?.name)
    line.add("resolved", statement.resolution?.name)
    return line.text
  }

  private static func json(_ token: Token) -> String {
    var line = JSONLine()
    line.add("kind", token.kind.name)
    line.add("namespace", StableHash128(high: token.namespace, low: 0).description.prefix16)
    line.add("hash", token.hash.description)
    return line.text
  }

  private static func json(_ link: Link) -> String {
    var line = JSONLine()
    line.add("kind", link.kind.name)
    if !link.target.exact.isZero { line.add("exact", link.target.exact.description) }
    line.add("loose", link.target.loose.description)
    return line.text
  }

  private static func json(_ event: EventStatement) -> String {
    var line = JSONLine()
    line.add("activity", event.activity.name)
    line.add("at", InstantText.iso8601(microseconds: event.at.microseconds))
    line.add("by", event.by?.name)
    line.add("actor", event.actor?.description)
    line.add("queue", event.queue)
    line.add("agent", event.agent)
    line.add("value", event.value)
    line.add("duration_ms", event.durationMilliseconds)
    line.add("count", event.count.map(Int64.init))
    if let text = event.text { line.add(raw: "text", json(text)) }
    return line.text
  }

  private static func json(_ reason: DerivedReason) -> String {
    var line = JSONLine()
    line.add("reason", reason.reason)
    line.add("rule", reason.rule)
    line.add("ground", reason.ground.name)
    return line.text
  }

  private static func json(_ text: TextStatement) -> String {
    var line = JSONLine()
    line.add("role", text.role.name)
    line.add("kept", text.kept)
    line.add(raw: "features", json(text.features))
    return line.text
  }

  private static func json(_ features: TextFeatures) -> String {
    var line = JSONLine()
    line.add("signals", features.signals.all.map { JSONLine.quoted($0.name) })
    line.add(
      "shingles",
      features.shingles.map {
        JSONLine.quoted(StableHash128(high: $0, low: 0).description.prefix16)
      })
    return line.text
  }

  private static func json(_ feedback: FeedbackStatement) -> String {
    var line = JSONLine()
    line.add("instrument", feedback.instrument.name)
    line.add("score_milli", feedback.scoreMilli)
    line.add("scale", "\(feedback.scaleLow)..\(feedback.scaleHigh)")
    if feedback.lowIsGood { line.add(raw: "low_is_good", "true") }
    line.add("at", InstantText.iso8601(microseconds: feedback.at.microseconds))
    if let about = feedback.about {
      if !about.exact.isZero { line.add("about_exact", about.exact.description) }
      line.add("about_loose", about.loose.description)
    }
    return line.text
  }

  private static func json(name: String, value: String) -> String {
    var line = JSONLine()
    line.add(name, value)
    return line.text
  }
}

extension String {
  /// The first 16 characters: a 64-bit number in hexadecimal.
  fileprivate var prefix16: String { String(prefix(16)) }
}

/// One JSON object under construction.
private struct JSONLine {
  private var members: [String] = []

  var text: String { "{" + members.joined(separator: ",") + "}" }

  mutating func add(_ name: String, _ value: String?) {
    if let value { add(raw: name, Self.quoted(value)) }
  }

  mutating func add(_ name: String, _ value: Int64?) {
    if let value { add(raw: name, "\(value)") }
  }

  mutating func add(_ name: String, _ values: [String]) {
    if !values.isEmpty { add(raw: name, "[" + values.joined(separator: ",") + "]") }
  }

  mutating func add(raw name: String, _ value: String) {
    members.append(Self.quoted(name) + ":" + value)
  }

  static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}
