import DurableFiles
import Foundation
import Intake
import JourneyModel
import Pipeline
import RecordStore
import TestSupport
import Testing

/// What is to be done with a file is decided once, with a reason, before it is read.
@Suite struct InputPlannerTests {
  private let scratch: ScratchDirectory
  private let context: IntakeContext
  private static let customers = "customer_id,email,updated_at\nC1,ann@example.org,2026-01-01\n"

  init() throws {
    scratch = try ScratchDirectory()
    let key = try #require(IdentifierKey(bytes: Array(0..<32)))
    context = IntakeContext(
      library: try AdapterLibrary.bundled(), configuration: Configuration(), key: key)
  }

  private func file(
    _ text: String, adapter: String? = nil, isConfigured: Bool = false
  ) throws -> InputFile {
    let path = scratch.path + "/export.csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    var input = ConfiguredInput(name: "people", path: path)
    input.adapter = adapter
    return InputFile(
      path: path, configured: isConfigured ? input : nil, isConfigured: isConfigured)
  }

  private func readingStep(of plan: InputPlan) -> InputPlan.Reading? {
    if case .read(let reading) = plan.step { reading } else { nil }
  }

  @Test func `what a file is says who reads it`() throws {
    let plan = try InputPlanner(context: context).plan(try file(Self.customers))
    let reading = try #require(readingStep(of: plan))
    #expect(reading.adapter.id == "customers" && reading.input.name == "customers")
    #expect(!reading.isGzip && reading.status.size == UInt64(Self.customers.utf8.count))
    #expect(reading.reason.contains("customer_id"))
    #expect(reading.source.system == "crm" && !plan.isConfigured)
  }

  @Test func `whom somebody names reads it, the command line before the configuration`() throws {
    let named = try file("a,b\n1,2\n", adapter: "customers", isConfigured: true)
    let configured = try #require(readingStep(of: try InputPlanner(context: context).plan(named)))
    #expect(configured.adapter.id == "customers" && configured.input.name == "people")
    #expect(configured.reason == "named in the configuration")
    let forced = InputPlanner(context: context, forced: "orders")
    let other = try #require(readingStep(of: try forced.plan(named)))
    #expect(other.adapter.id == "orders" && other.reason == "named on the command line")
  }

  @Test func `what cannot be read has a reason`() throws {
    let planner = InputPlanner(context: context)
    guard case .pass(let reason) = try planner.plan(try file("a,b\n1,2\n")).step else {
      Issue.record("two columns nobody knows were recognised")
      return
    }
    #expect(!reason.isEmpty)
    guard case .pass("the file is empty") = try planner.plan(try file("")).step else {
      Issue.record("an empty file is something")
      return
    }
    guard
      case .refuse(let failure) = try planner.plan(
        try file(Self.customers, adapter: "custmers", isConfigured: true)
      ).step
    else {
      Issue.record("an adapter that does not exist reads a file")
      return
    }
    #expect(failure.code == .c106)
    let gone = InputFile(path: scratch.path + "/gone.csv", configured: nil, isConfigured: false)
    guard case .refuse(let missing) = try planner.plan(gone).step else {
      Issue.record("a file that is not there is read")
      return
    }
    #expect(missing.code == .i307)
  }

  @Test func `what is stored is read again only if bytes, settings or source changed`() throws {
    let file = try file(Self.customers)
    let reading = try #require(readingStep(of: try InputPlanner(context: context).plan(file)))
    let digest = try FileHash.sha256(of: File.open(file.path))
    func step(_ change: (inout StoredInput) -> Void = { _ in }) throws -> InputPlan.Step {
      var input = StoredInput(
        number: 1, source: reading.source, path: "/elsewhere",
        file: FileContent(sha256: digest, byteCount: Int64(reading.status.size)),
        fingerprint: reading.fingerprint)
      change(&input)
      return try InputPlanner(context: context, stored: [input]).plan(file).step
    }
    guard case .skip("customers") = try step() else {
      Issue.record("the same content is read again")
      return
    }
    for changed in [
      try step { $0.file.sha256 = String(repeating: "0", count: 64) },
      try step { $0.fingerprint = .zero }, try step { $0.source.name = "other" },
    ] {
      guard case .read = changed else {
        Issue.record("something else passes for the same content")
        return
      }
    }
  }

  @Test func `a file that looks as when it was read is not hashed`() throws {
    let file = try file(Self.customers)
    let reading = try #require(readingStep(of: try InputPlanner(context: context).plan(file)))
    var input = StoredInput(
      number: 1, source: reading.source, path: file.path,
      file: FileContent(sha256: "never", byteCount: Int64(reading.status.size)),
      fingerprint: reading.fingerprint)
    let stamp: FileStamp = try #require(reading.stamp)
    input.stamp = stamp
    let stored: StoredInputs = [input]
    guard case .skip = try InputPlanner(context: context, stored: stored).plan(file).step else {
      Issue.record("a file that nobody touched is read again")
      return
    }
    // As many other bytes, and the times of the last change put back.
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    _ = try self.file(String(Self.customers.reversed()))
    _ = try self.file(Self.customers)
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(attributes[.modificationDate])], ofItemAtPath: file.path)
    guard case .read = try InputPlanner(context: context, stored: stored).plan(file).step else {
      Issue.record("a file that was written to is not read again")
      return
    }
  }

  @Test func `a file that may change within the tick of its times has no stamp`() throws {
    let file = try file(Self.customers)
    let changed = try Directory.inspect(file.path).changedNanoseconds / 1000
    for (seconds, hasStamp) in [(1, false), (3, true)] as [(Int64, Bool)] {
      let rest = Instant(microseconds: changed + seconds * 1_000_000)
      let planner = InputPlanner(context: context, settledBefore: rest)
      let reading = try #require(readingStep(of: try planner.plan(file)))
      #expect(reading.isSettled && (reading.stamp != nil) == hasStamp)
    }
  }
}
