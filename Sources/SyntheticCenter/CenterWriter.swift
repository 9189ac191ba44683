package import DurableFiles

/// What a block of groups did and left behind; blocks are independent of each other.
package struct SimulatedBlock: Sendable {
  /// How many groups a block has.
  package static let groups = 64

  /// How many interactions exports tell of.
  package private(set) var interactions = 0
  fileprivate var people = 0
  fileprivate var matters = 0
  fileprivate var visits = 0
  fileprivate var records: [ExportRecord] = []
  fileprivate var rows: [TruthRows] = []
  fileprivate var measures: MeasureTruth

  /// Simulates a block; with a budget only so many interactions happen.
  package init(_ number: Int, of world: CenterWorld, budget: Int = Int.max) {
    measures = MeasureTruth(clock: world.clock)
    for group in number * SimulatedBlock.groups..<(number + 1) * SimulatedBlock.groups {
      guard interactions < budget else { return }
      add(group, of: world, budget: budget - interactions)
    }
  }

  private mutating func add(_ number: Int, of world: CenterWorld, budget: Int) {
    var simulation = GroupSimulation(world: world, number: number, budget: budget)
    let result = simulation.simulate()
    let truths = result.touches.map { InteractionTruth(of: $0) }
    let friction = FrictionTruth(result, truths: truths, asOf: world.clock.end)
    let exported = result.touches.count { $0.isExported }
    interactions += exported
    visits += result.touches.count - exported
    people += result.group.people.count
    matters += simulation.matters
    records += GroupExport.records(of: result, world: world)
    rows.append(TruthRows(result, truths, friction: friction.hits))
    measures.count(result, truths)
  }
}

/// Writes a center: its exports, the truth behind them, and a configuration that reads them.
///
/// Blocks are appended in order; then the files, which are independent of each other, are laid out;
/// then the rest is written. Memory: the spool's buffer and, per file laid out at a time, a slot.
package struct CenterWriter: ~Copyable, Sendable {
  private let world: CenterWorld
  private let directory: String
  private let slots: DeliverySlots
  private var spool: RecordSpool
  private var tables: TruthFiles
  private var measures: MeasureTruth
  private var interactions = 0
  private var people = 0
  private var matters = 0
  private var visits = 0

  /// A writer into a directory that exists and is empty.
  package init(_ world: CenterWorld, in directory: String) throws(FileError) {
    let slots = DeliverySlots(settings: world.settings, clock: world.clock)
    let spool = try RecordSpool(in: directory, slots: slots.count)
    let tables = try TruthFiles(in: directory + "/truth")
    self.init(world, directory, slots, spool, tables)
  }

  private init(
    _ world: CenterWorld, _ directory: String, _ slots: DeliverySlots,
    _ spool: consuming RecordSpool, _ tables: consuming TruthFiles
  ) {
    self.world = world
    self.directory = directory
    self.slots = slots
    self.spool = spool
    self.tables = tables
    measures = MeasureTruth(clock: world.clock)
  }

  /// How many more interactions the center is to have.
  package var missing: Int { world.settings.interactions - interactions }

  /// Adds the next block.
  package mutating func append(_ block: SimulatedBlock) throws(FileError) {
    interactions += block.interactions
    people += block.people
    matters += block.matters
    visits += block.visits
    for record in block.records {
      try spool.append(record, slot: slots.slot(of: record.deliveredAt))
    }
    for rows in block.rows { try tables.append(rows) }
    measures.merge(block.measures)
  }

  /// Says that there are no more blocks.
  package mutating func endBlocks() throws(FileError) { try spool.flush() }

  /// How many pieces the exports are laid out in: one per export and drop.
  package var pieces: Int { Export.allCases.count * slots.drops }

  /// Writes the files of a piece.
  package func layOut(piece: Int) throws(FileError) -> [ManifestEntry] {
    let drop = piece / Export.allCases.count
    let export = Export.allCases[piece % Export.allCases.count]
    var dice = Dice(seed: world.settings.seed, purpose: 3, number: piece)
    var entries: [ManifestEntry] = []
    let stem = "exports/\(slots.date(of: drop))/\(export.stem)-"
    func path() -> String { stem + NativeID.padded(entries.count, 3) + export.suffix }
    var file = try ExportFile(
      export, path: path(), in: directory, dice: &dice, rates: world.rates)
    for slot in slots.slots(of: drop) {
      let bytes = try spool.read(export, slot: slot)
      if bytes.isEmpty { continue }
      if file.entry.records >= ExportFile.mostRecords {
        entries.append(try file.finish())
        file = try ExportFile(
          export, path: path(), in: directory, dice: &dice, rates: world.rates)
      }
      try file.endSlot(isNextGlued: dice.chance(world.rates.carriageReturns))
      try CenterWriter.write(bytes, to: &file)
    }
    entries.append(try file.finish())
    return entries
  }

  private static func write(
    _ bytes: [UInt8], to file: inout ExportFile
  ) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      for frame in RecordFrame.ordered(buffer) {
        do throws(FileError) { try file.write(frame, buffer) } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
  }

  /// Writes what is true of the whole, the manifest and the configuration.
  package consuming func finish(_ entries: [ManifestEntry]) throws(FileError) {
    try tables.finish(measures)
    let clock = world.clock
    let truth: ExportText = """
      {"as_of":"\(utc: clock.end)","zone":"\(CenterClock.reportingZone)",\
      "start":"\(DateText.of(clock.firstDay))",\
      "end":"\(DateText.of(clock.firstDay + Int32(clock.days)))",\
      "interactions":\(interactions),"people":\(people),"matters":\(matters),\
      "unexported":{"visit":\(visits)}}

      """
    try CenterWriter.write(truth.bytes, to: directory + "/truth/truth.json")
    try CenterWriter.write(
      CenterManifest(settings: world.settings, entries: entries).text.bytes,
      to: directory + "/manifest.json")
    try CenterWriter.write(
      Array(CenterConfiguration.text.utf8), to: directory + "/throughline.yaml")
    try Directory.createAll(directory + "/tables", mode: 0o755)
    for table in CenterTables.files(of: world.roster) {
      try CenterWriter.write(Array(table.text.utf8), to: directory + "/" + table.path)
    }
    var dice = Dice(seed: world.settings.seed, purpose: 4, number: 0)
    try CenterWriter.write(
      (0..<32).map { _ in UInt8(dice.below(256)) }, to: directory + "/throughline.key",
      mode: 0o600)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws(FileError) {
    var file = try File.create(path, mode: mode)
    try file.write(bytes)
    try file.close(synchronizing: false)
  }
}
