import CivilTime
import Intake
import JourneyAnalysis
import JourneyModel
import Pipeline
import RecordFormats
import Testing

/// No setting is forgotten.
///
/// Each one either changes a fingerprint, or is listed here as one that need not. A field that is
/// added fails these tests until somebody says which.
@Suite struct FingerprintTests {
  /// What a change must be noticed by.
  private enum Noticed {
    /// Analysis: the release is stale.
    case analysis
    /// Reading: the inputs are stale.
    case reading
    case both
    /// Neither: it decides how the program runs, or what it decides is another field as well.
    case nowhere
  }

  private typealias Change<Value> = (field: String, noticed: Noticed, make: (inout Value) -> Void)

  /// Expects that changes name every stored field once.
  private func expectAll<Value>(_ changes: [Change<Value>], of value: Value) {
    let fields = Mirror(reflecting: value).children.compactMap(\.label)
    #expect(changes.map(\.field).sorted() == fields.sorted())
  }

  /// Expects that each change is noticed where it should be, differently from all others.
  private func expectNoticed<Value>(
    _ changes: [Change<Value>], of value: Value, by mark: (Value) throws -> StableHash128,
    _ isMeant: (Noticed) -> Bool
  ) rethrows {
    var seen = [try mark(value): "nothing"]
    for change in changes {
      var changed = value
      change.make(&changed)
      let found = try mark(changed)
      if isMeant(change.noticed) {
        #expect(seen.updateValue(change.field, forKey: found) == nil, "\(change.field)")
      } else {
        #expect(try found == mark(value), "\(change.field)")
      }
    }
  }

  private static let reasons = """
    rules: [{reason: refund, any: [money]}]
    """

  private static func configurationChanges() throws -> [Change<Configuration>] {
    let tokyo = try #require(ZoneRules.named("Asia/Tokyo"))
    let personas = try PersonaFile.read(
      text: "personas: [{persona: a, when: {contacts: 1..}}]", file: "p.yaml")
    let overrides = try OverrideFile.read(
      text:
        "overrides: [{same: ['email:a@x.org', 'email:b@x.org'], reason: a, date: 2026-01-01}]",
      file: "o.yaml")
    let reasons = try ReasonFile.read(text: reasons, file: "r.yaml")
    return [
      ("zone", .both, { $0.zone = tokyo }),
      ("inputs", .nowhere, { $0.inputs = [ConfiguredInput(name: "other", path: "x")] }),
      ("ownNumbers", .reading, { $0.ownNumbers = ["+18005550100"] }),
      ("gaps", .analysis, { $0.gaps = ["voice": 1000] }),
      ("journeyGaps", .analysis, { $0.journeyGaps["unsettled-gap"] = 1000 }),
      ("friction", .analysis, { $0.friction = ["long-wait.voice": 1000] }),
      ("textRules", .reading, { $0.textRules = reasons.rules }),
      ("calendars", .analysis, { $0.calendars.queues = ["A": "desk"] }),
      ("targets", .analysis, { $0.targets.resolution.priorities = ["urgent": 1000] }),
      ("costs", .analysis, { $0.costs = Currency(code: "EUR").map(CostSettings.init) }),
      ("personas", .analysis, { $0.personas = personas.rules }),
      ("keepsText", .reading, { $0.keepsText = true }),
      ("reasonFile", .nowhere, { $0.reasonFile = reasons }),
      ("personaFile", .nowhere, { $0.personaFile = personas }),
      ("overrideFile", .analysis, { $0.overrideFile = overrides }),
      // It decides when a file is read again, not what its bytes become.
      ("settleMilliseconds", .nowhere, { $0.settleMilliseconds = 0 }),
      // Identifiers are under the key itself, wherever it lies.
      ("keyFile", .nowhere, { $0.keyFile = "other.key" }),
      ("minimumGroup", .analysis, { $0.minimumGroup = 5 }),
      ("publishedAttributes", .analysis, { $0.publishedAttributes = ["segment"] }),
      ("toleratedRejectsPermille", .nowhere, { $0.toleratedRejectsPermille = 1 }),
      ("keptReleases", .nowhere, { $0.keptReleases = 1 }),
      ("limits", .reading, { $0.limits.record = 1 << 20 }),
      ("directory", .nowhere, { $0.directory = "/" }),
      // Where things lie and who is told says nothing about what is published.
      ("file", .nowhere, { $0.file = "other.yaml" }),
      ("store", .nowhere, { $0.store = "other" }),
      ("outputFolder", .nowhere, { $0.outputFolder = "other" }),
      ("notification", .nowhere, { $0.notification = Notification(command: ["true"]) }),
      // An adapter's own text is in the fingerprint of what it reads.
      ("adapterFiles", .nowhere, { $0.adapterFiles = ["other.yaml"] }),
    ]
  }

  private static func inputChanges() throws -> [Change<ConfiguredInput>] {
    let table = try LookupTable.read(text: "a,b\n", file: "queues.csv")
    return [
      // The store keeps the source beside the fingerprint.
      ("name", .nowhere, { $0.name = "other" }),
      ("adapter", .nowhere, { $0.adapter = "customers" }),
      ("path", .nowhere, { $0.path = "other/*.csv" }),
      ("isOptional", .nowhere, { $0.isOptional = true }),
      // What is expected decides whether a release is published, not what is in it.
      ("expectWithin", .nowhere, { $0.expectWithin = 1000 }),
      ("expectOn", .nowhere, { $0.expectOn = [1] }),
      ("withoutDates", .nowhere, { $0.withoutDates = [CivilDate(dayNumber: 20_000)] }),
      ("instance", .reading, { $0.instance = "two" }),
      ("zone", .reading, { $0.zone = ZoneRules.named("Europe/London") }),
      ("clockChanges", .reading, { $0.clockChanges.repeated = .reject }),
      ("region", .reading, { $0.region = "DE" }),
      ("delimiter", .reading, { $0.delimiter = UInt8(ascii: ";") }),
      ("encoding", .reading, { $0.encoding = .latin1 }),
      ("decimal", .reading, { $0.decimal = .comma }),
      ("locale", .reading, { $0.locale = "de" }),
      ("parameters", .reading, { $0.parameters = ["reason": "null"] }),
      ("words", .reading, { $0.words = ["origin": ["fax": "other"]] }),
      ("tables", .reading, { $0.tables = ["queues": table] }),
    ]
  }

  private func context(_ configuration: Configuration = Configuration()) throws -> IntakeContext {
    let key = try #require(IdentifierKey(bytes: Array(0..<32)))
    return IntakeContext(
      library: try AdapterLibrary.bundled(), configuration: configuration, key: key)
  }

  /// How an input of incidents is read, to which everything matters: its times are local, its
  /// fields may give reasons.
  private func reading(
    _ configuration: Configuration, _ input: ConfiguredInput
  ) throws -> StableHash128 {
    let context = try context(configuration)
    let adapter = try #require(context.library.adapter(id: "servicenow-incident-log"))
    return context.fingerprint(of: adapter, input)
  }

  @Test func `every field of a configuration is noticed where it decides`() throws {
    let changes = try Self.configurationChanges()
    expectAll(changes, of: Configuration())
    expectNoticed(changes, of: Configuration(), by: { $0.analysisFingerprint }) {
      [.analysis, .both].contains($0)
    }
    let input = ConfiguredInput(name: "incidents", path: "x")
    try expectNoticed(changes, of: Configuration(), by: { try reading($0, input) }) {
      [.reading, .both].contains($0)
    }
  }

  @Test func `every field of an input is noticed`() throws {
    let input = ConfiguredInput(name: "incidents", path: "x")
    let changes = try Self.inputChanges()
    expectAll(changes, of: input)
    try expectNoticed(
      changes, of: input, by: { try reading(Configuration(), $0) }, { $0 == .reading })
  }

  @Test func `every field that decides analysis is part of its mark`() {
    let settings = AnalysisSettings(asOf: Instant(microseconds: 0), zone: .utc)
    let fields = Mirror(reflecting: settings).children.compactMap(\.label)
    #expect(
      fields == [
        "asOf", "zone", "gaps", "identity", "parameters", "calendars", "targets", "costs",
        "personas", "publishAttributes",
      ])
    let gaps: [(inout JourneyGaps) -> Void] = [
      { _ in }, { $0.explicit += 1 }, { $0.selfServiceToAssisted += 1 }, { $0.unknownReason += 1 },
      { $0.unsettled += 1 }, { $0.resolved += 1 }, { $0.silence += 1 }, { $0.feedback += 1 },
      { $0.maximumSpan += 1 },
      { $0.maximumInteractions += 1 }, { $0.set(.voice, milliseconds: 1) },
    ]
    #expect(Mirror(reflecting: settings.gaps).children.count == gaps.count - 1)
    let limits: [(inout IdentityLimits) -> Void] = [
      { _ in }, { $0.customersPerSharedToken += 1 }, { $0.strongTokensPerSharedToken += 1 },
      { $0.strongTokensPerDevice += 1 }, { $0.daysOfSilence += 1 },
      { $0.carriersPerRecycledPhone += 1 }, { $0.namesPerRecycledPhone += 1 },
      { $0.namesPerCustomer += 1 },
    ]
    #expect(Mirror(reflecting: settings.identity).children.count == limits.count - 1)
    let marks =
      gaps.map { change in
        var changed = settings
        change(&changed.gaps)
        return SettingsMark.of(changed, domain: "test")
      }
      + limits.map { change in
        var changed = settings
        change(&changed.identity)
        return SettingsMark.of(changed, domain: "test")
      }
    // Nothing changed is in both lists.
    #expect(Set(marks).count == gaps.count + limits.count - 1)
  }
}
