internal import CivilTime
internal import DurableFiles
package import Intake
package import JourneyModel
internal import RecordFormats

/// A first look at one file: which adapter, why, and what it makes of the first records.
package struct Inspection: Sendable {
  /// The one asked for, or else the one chosen as a run would.
  package var adapter: Adapter
  /// Why it is this one.
  package var reason: String
  /// The dialect, in words.
  package var dialect: String = ""
  /// The zone of local times, in words.
  package var zone: String = ""
  /// Whether local times were read in the reporting zone for want of one of their own.
  var isZoneAssumed = false
  /// The first normalized records.
  package var records: [NormalizedRecord] = []
  /// The first of them, at most three.
  package var rejections: [Rejection] = []
  /// What values did not fit.
  package var notes = ReadingNotes()
  /// What the adapter names and no record had.
  package var absentNames: [AbsentName] = []
  /// Why records were rejected.
  package var tally = RejectionTally()
  /// The parameters that are not set and without which records were skipped, by the reason.
  package var mendableSkips: [String: [String]] = [:]
  /// What was counted so far.
  package var ledger = Ledger()
  /// Whether the whole file was looked at.
  package var isWhole = false

  /// How many records and rejections are shown.
  private static let shown = 3
  /// How many bytes of a file are looked at unless it takes more to find records.
  private static let byteLimit = 4 << 20

  /// Plans a file as a run would and reads its beginning; `forced` is the adapter to use.
  package static func of(
    path: String, context: IntakeContext, adapter forced: String?
  ) throws(RunFailure) -> Inspection {
    let file = InputFile(path: path, configured: nil, isConfigured: false)
    return try of(file, context: context, adapter: forced)
  }

  /// Plans a file of an input as a run would and reads its beginning.
  static func of(
    _ file: InputFile, context: IntakeContext, adapter forced: String? = nil
  ) throws(RunFailure) -> Inspection {
    let plan = try InputPlanner(context: context, forced: forced).plan(file)
    switch plan.step {
    case .read(let reading):
      var inspection = Inspection(adapter: reading.adapter, reason: reading.reason)
      try inspection.read(file.path, as: reading, context)
      return inspection
    case .refuse(let failure): throw failure
    case .pass(let unknown):
      throw RunFailure(.dataRefused, .i304, "\(file.path): \(unknown.reason)")
    case .skip: preconditionFailure("nothing is stored where nothing is kept")
    }
  }

  private mutating func read(
    _ path: String, as reading: InputPlan.Reading, _ context: IntakeContext
  ) throws(RunFailure) {
    var file = try File.openInput(path)
    let settings = context.settings(for: reading.input)
    var reader: InputReader
    do throws(DiagnosticError) {
      reader = try InputReader(adapter: adapter, settings: settings, key: context.key, input: 0)
    } catch {
      throw .diagnostics(error)
    }
    var sink = CollectedRecords(limit: Inspection.shown)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { chunk.deallocate() }
    var seen = 0
    do throws(InputFailure) {
      while seen < Inspection.byteLimit || sink.records.isEmpty {
        let count: Int
        do throws(FileError) { count = try file.read(into: chunk) } catch {
          throw InputFailure(code: .i306, byteOffset: UInt64(seen), message: error.description)
        }
        if count == 0 {
          try reader.finish(into: &sink)
          isWhole = true
          break
        }
        try reader.push(UnsafeRawBufferPointer(rebasing: chunk[..<count]), into: &sink)
        seen += count
      }
    } catch {
      throw .input(error, path: path)
    }
    dialect = reader.dialectDescription
    zone = describeZone(reading.input, assumed: reader.assumedZoneUsed, context)
    isZoneAssumed = reader.assumedZoneUsed
    records = sink.records
    rejections = sink.rejections
    ledger = reader.ledger
    notes = reader.notes
    absentNames = reader.absentNames
    tally = reader.tally
    mendableSkips = MendableSkips.parameters(
      of: adapter, with: settings.parameters, in: reader.ledger)
  }

  private func describeZone(
    _ input: ConfiguredInput, assumed: Bool, _ context: IntakeContext
  ) -> String {
    if let zone = input.zone { return "\(zone.identifier), configured" }
    if assumed {
      return "\(context.configuration.zone.identifier), assumed: configure 'timezone' on the input"
    }
    return "in the data"
  }
}
