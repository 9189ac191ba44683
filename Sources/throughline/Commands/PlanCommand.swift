import ArgumentParser
import JourneyModel
import Pipeline
import Publishing

/// `throughline plan [PATH…]`: what `run` would do.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what a run would read, write, need and take.",
    discussion: """
      Nothing is read but the beginnings of files, and nothing is written. Disk and time are judged
      by the state, the release and the runs there were; without any they are not known.
      """)

  @Argument(help: "Files and directories (default: the configured inputs).")
  var paths: [String] = []

  @Flag(help: "Print it as JSON.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func run() throws {
    var request = try place.request(place.configuration(orHere: paths.isEmpty))
    request.paths = paths
    let plan = try RunPlan(request)
    try StandardOutput.write(json ? Self.json(of: plan).indentedText : Self.text(of: plan))
    guard plan.missing.isEmpty else { throw plan.missing[0] }
  }

  private static func text(of plan: RunPlan) -> String {
    var text = ""
    for file in plan.new {
      text +=
        PrintableText.line(
          "new        \(file.path): \(file.input), \(file.adapter), \(file.bytes) bytes") + "\n"
    }
    for other in plan.others {
      text += PrintableText.line("not read   \(other.path): \(other.reason)") + "\n"
    }
    let bytes = plan.new.reduce(0) { $0 + $1.bytes }
    text += "inputs     \(ComponentText.count(plan.new.count, "new file")) of \(bytes) bytes, "
    text += "\(plan.unchanged) unchanged\n"
    text += "release    "
    text +=
      plan.new.isEmpty
      ? "stays as it is unless settings changed\n"
      : "written again, \(ComponentText.count(plan.dates, "date")) and those of new records\n"
    text += "disk       \(plan.neededBytes.map { "\($0) bytes needed" } ?? "not known yet"), "
    text += "\(plan.freeBytes) bytes free\n"
    text += "time       "
    text +=
      plan.expectedMicroseconds.map { "about \(($0 + 999_999) / 1_000_000) s" }
      ?? "not known yet"
    return text + "\n"
  }

  private static func json(of plan: RunPlan) -> JSONValue {
    .object([
      (
        "new",
        .array(
          plan.new.map { file in
            .object([
              ("path", .text(file.path)), ("input", .text(file.input)),
              ("adapter", .text(file.adapter)), ("bytes", .integer(file.bytes)),
            ])
          })
      ),
      ("unchanged", .integer(Int64(plan.unchanged))),
      (
        "notRead",
        .array(
          plan.others.map { .object([("path", .text($0.path)), ("reason", .text($0.reason))]) })
      ),
      ("missing", .array(plan.missing.map(\.json))),
      ("dates", .integer(Int64(plan.dates))),
      ("neededBytes", .optional(plan.neededBytes)),
      ("freeBytes", .integer(plan.freeBytes)),
      ("expectedMicroseconds", .optional(plan.expectedMicroseconds)),
    ])
  }
}
