internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// What a run says to Prometheus, as a file for the textfile collector of its node exporter.
///
/// The format is the text format 0.0.4: for each metric HELP, TYPE and its samples. Everything is a
/// gauge: the file is of one run.
package struct RunMetrics {
  private let record: RunRecord
  private let outcome: RunOutcome?
  private let lastSuccess: Instant?
  private var text = ""

  /// What a run and those before it say; without an outcome nothing is known of inputs.
  package static func text(
    _ record: RunRecord, _ outcome: RunOutcome?, before: [RunRecord]
  ) -> String {
    let last = (before + [record]).last { $0.exit == 0 }?.endedAt
    var metrics = RunMetrics(record: record, outcome: outcome, lastSuccess: last)
    metrics.addRun()
    metrics.addStages()
    metrics.addInputs()
    return metrics.text
  }

  /// Gives the file its text, so that a collector never sees half of it.
  package static func write(_ text: String, to path: String) throws(RunFailure) {
    do throws(FileError) { try WholeFile.replace(path, with: text, mode: 0o644) } catch {
      throw .creating(error)
    }
  }

  private init(record: RunRecord, outcome: RunOutcome?, lastSuccess: Instant?) {
    (self.record, self.outcome, self.lastSuccess) = (record, outcome, lastSuccess)
  }

  private mutating func addRun() {
    add("build_info", "The version that ran.", [([("version", record.version)], "1")])
    add("run_exit_code", "The exit code of the last run.", Int64(record.exit ?? 70))
    add("run_start_timestamp_seconds", "When the last run began.", seconds(record.startedAt))
    if let took = record.tookMicroseconds {
      add("run_duration_seconds", "How long the last run took.", RunMetrics.decimal(took))
    }
    if let lastSuccess {
      add(
        "last_success_timestamp_seconds", "When a run last ended with exit code 0.",
        seconds(lastSuccess))
    }
    if let asOf = record.asOf {
      add("as_of_timestamp_seconds", "The instant the release is as of.", seconds(asOf))
    }
    add("restated_numbers", "Published numbers of earlier days that were changed.", record.restated)
    add("held_files", "Files that are held back for their rejections or size.", record.held)
    add(
      "run_files", "Files of the last run by what became of them.",
      [
        ([("outcome", "read")], "\(record.read.files)"),
        ([("outcome", "unchanged")], "\(record.read.unchangedFiles)"),
      ])
  }

  private mutating func addStages() {
    add(
      "stage_seconds", "Time each stage took at the wall.",
      record.stages.compactMap { stage in
        stage.wallMicroseconds.map { ([("stage", stage.stage)], RunMetrics.decimal($0)) }
      })
    add(
      "stage_cpu_seconds", "Processor time of each stage.",
      record.stages.map { ([("stage", $0.stage)], RunMetrics.decimal($0.cpuMicroseconds)) })
  }

  private mutating func addInputs() {
    guard let outcome else { return }
    var ledgers: [String: Ledger] = [:]
    for case .read(let input, _) in outcome.files {
      ledgers[input.source.name, default: Ledger()].add(input.ledger)
    }
    var newest: [String: Instant] = [:]
    for input in outcome.inputs {
      let name = input.source.name
      ledgers[name, default: Ledger()].add(Ledger())
      if let event = input.newestEvents.newest(notAfter: record.startedAt) {
        newest[name] = max(newest[name] ?? event, event)
      }
    }
    let sorted = ledgers.sorted { $0.key < $1.key }
    add(
      "run_records", "Records the last run read by input and what became of them.",
      sorted.flatMap { name, ledger in
        [
          ("accepted", ledger.accepted), ("rejected", ledger.rejected),
          ("duplicate", ledger.duplicates), ("skipped", ledger.skippedTotal),
        ].map { ([("input", name), ("outcome", $0.0)], "\($0.1)") }
      })
    add(
      "run_bytes", "Decompressed bytes the last run read by input.",
      sorted.map { ([("input", $0.key)], "\($0.value.bytes)") })
    add(
      "newest_event_age_seconds", "How old the newest event of an input was when the run began.",
      newest.sorted { $0.key < $1.key }.map { name, event in
        let age = record.startedAt.microseconds - event.microseconds
        return ([("input", name)], RunMetrics.decimal(age))
      })
  }

  private mutating func add(_ name: String, _ help: String, _ value: Int64) {
    add(name, help, [([], "\(value)")])
  }

  private mutating func add(_ name: String, _ help: String, _ value: String) {
    add(name, help, [([], value)])
  }

  private mutating func add(
    _ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)]
  ) {
    guard !samples.isEmpty else { return }
    text += "# HELP throughline_\(name) \(help)\n# TYPE throughline_\(name) gauge\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.0)=\"\(RunMetrics.escaped($0.1))\"" }
      text += "throughline_\(name)"
      text += labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
      text += " \(sample.value)\n"
    }
  }

  private func seconds(_ instant: Instant) -> String { RunMetrics.decimal(instant.microseconds) }

  /// Microseconds as seconds with six digits.
  private static func decimal(_ microseconds: Int64) -> String {
    let (whole, rest) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    return (microseconds < 0 ? "-" : "") + "\(whole)." + String(1_000_000 + rest).dropFirst()
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
