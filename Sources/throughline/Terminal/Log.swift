import ArgumentParser
import CivilTime
import JourneyModel
import Pipeline
import Publishing
import Synchronization

/// How lines on stderr are written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people: diagnostics as they are documented.
  case text
  /// For log collectors: `time=… level=… code=… message="…"`.
  case logfmt
  /// For log collectors: an object a line.
  case json
}

/// One thing that is said on stderr.
struct LogEntry {
  /// How much it matters: `error`, `warning`, `note` or `info`.
  let level: String
  /// The code to look up; nil for progress.
  let code: String?
  let message: String
  /// What else it concerns, what to do, and in which file it is.
  var details: [String] = []
  var help: String?
  var file: String?
  var line: Int?
  var column: Int?
  /// The same for people, with its line end.
  let text: String

  /// A note on something that was read.
  static func note(_ code: DiagnosticCode, _ message: String) -> LogEntry {
    LogEntry(
      level: "note", code: code.code, message: message,
      text: "note[\(code)]: \(PrintableText.message(message))\n")
  }

  /// How far a run is.
  static func progress(_ line: String) -> LogEntry {
    LogEntry(level: "info", code: nil, message: line, text: line + "\n")
  }

  /// What a failure says, an entry for each problem of a configuration.
  static func entries(_ failure: RunFailure, as level: String = "error") -> [LogEntry] {
    if !failure.diagnostics.isEmpty { return failure.diagnostics.map(entry) }
    return [
      LogEntry(
        level: level, code: failure.code.code, message: failure.message, details: failure.details,
        help: failure.help ?? failure.code.advice, text: failure.rendered(as: level))
    ]
  }

  /// A problem of a configuration or an adapter.
  static func entry(_ diagnostic: Diagnostic) -> LogEntry {
    LogEntry(
      level: "error", code: diagnostic.code.code, message: diagnostic.message,
      help: diagnostic.help, file: diagnostic.file, line: diagnostic.line,
      column: diagnostic.column, text: diagnostic.rendered)
  }
}

/// Writes entries on stderr in the format that was asked for.
enum Log {
  private static let asked = Mutex(LogFormat.text)

  /// The format of all entries to come.
  static var format: LogFormat {
    get { asked.withLock { $0 } }
    set { asked.withLock { $0 = newValue } }
  }

  /// Writes entries.
  static func write(_ entries: [LogEntry]) {
    StandardError.write(entries.map(line).joined())
  }

  private static func line(_ entry: LogEntry) -> String {
    switch format {
    case .text: return entry.text
    case .logfmt: return members(of: entry).map(logfmt).joined(separator: " ") + "\n"
    case .json: return JSONValue.object(members(of: entry)).compactText + "\n"
    }
  }

  private static func members(of entry: LogEntry) -> [(String, JSONValue)] {
    let now = InstantText.iso8601(microseconds: Run.now().microseconds)
    let all: [(String, JSONValue)] = [
      ("time", .text(now)), ("level", .text(entry.level)), ("code", .optional(entry.code)),
      ("message", .text(entry.message)),
      ("details", entry.details.isEmpty ? .null : .text(entry.details.joined(separator: "; "))),
      ("help", .optional(entry.help)), ("file", .optional(entry.file)),
      ("line", .optional(entry.line.map(Int64.init))),
      ("column", .optional(entry.column.map(Int64.init))),
    ]
    return all.filter { member in
      if case .null = member.1 { false } else { true }
    }
  }

  /// A member as `name=value`, quoted as JSON is unless it is one plain word.
  private static func logfmt(_ member: (String, JSONValue)) -> String {
    guard case .text(let text) = member.1 else { return "\(member.0)=\(member.1.compactText)" }
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x3d && $0 != 0x5c }
    return "\(member.0)=\(isPlain ? text : member.1.compactText)"
  }
}
