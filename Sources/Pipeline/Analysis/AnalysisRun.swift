internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// Carries the state to the rows of a release: assemble → identify → shuffle → analyse → publish.
///
/// ```
/// buckets ─▶ vertices in scratch space ─▶ identity ─▶ partitions by customer ─▶ rows in order
///            and their tokens in memory               each analysed in memory
/// ```
struct AnalysisRun {
  let store: RecordStore
  let inputs: [StoredInput]
  let settings: AnalysisSettings
  let jobs: Int
  let memoryBytes: Int
  let progress: any ProgressObserver

  /// Vertices of all buckets with what identity resolution says about them.
  private struct Assembled: ~Copyable {
    var rows: SpillFile
    var identity: IdentityResolution
    var report: ReportContent
    var digest: StableHash128
  }

  /// Writes all rows and returns what the report needs beyond them, and the id of the state.
  func run(
    into writer: inout ReleaseWriter, lineage: inout LineageWriter
  ) throws(RunFailure) -> (report: ReportContent, state: StableHash128) {
    var assembled = try assemble(into: &writer, &lineage)
    let partitions = try shuffle(&assembled)
    let analysed = try analyse(partitions, into: &writer)
    var report = assembled.report
    report.merge(analysed)
    return (report, assembled.digest)
  }

  private func assemble(
    into writer: inout ReleaseWriter, _ lineage: inout LineageWriter
  ) throws(RunFailure) -> Assembled {
    let stage = AssemblyStage(
      store: store, inputs: inputs, asOf: settings.asOf, jobs: jobs, memoryBytes: memoryBytes,
      progress: progress)
    var rows = try SpillFile(in: store.directory, name: "vertices")
    var resolver = IdentityResolver(limits: settings.identity)
    var report = ReportContent()
    var digest = StableHash128.zero
    var identityBytes = 0
    try stage.run { part throws(RunFailure) in
      try rows.append(part.rows)
      for vertex in part.vertices {
        identityBytes += 100 + 80 * (vertex.tokens.count + vertex.links.count)
        resolver.add(vertex)
      }
      try requireFits(identityBytes)
      try lineage.append(part.lineage)
      for reject in part.rejects {
        try writer.appending { writer throws(ReleaseError) in try writer.append(reject: reject) }
      }
      report.sources.add(part.sources) { $0.merge($1) }
      report.totals.futureEvents += part.futureEvents
      digest.add(part.digest)
    }
    try rows.flush()
    progress.begin(stage: .identify, totalBytes: 0)
    let identity = resolver.resolve()
    report.totals.sharedTokens += identity.sharedTokens
    report.totals.danglingLinks += identity.danglingLinks
    return Assembled(rows: rows, identity: identity, report: report, digest: digest)
  }

  /// Stops before identity resolution would need more than half of the memory allowed.
  private func requireFits(_ identityBytes: Int) throws(RunFailure) {
    guard identityBytes > memoryBytes / 2 else { return }
    throw RunFailure(
      .ioError, .r504,
      "identity resolution needs more than half of the \(memoryBytes >> 20) MiB allowed",
      help: "Allow about 400 MiB per million interactions: --memory.")
  }

  /// Reads the vertices back in order and routes each to its customer's partition.
  private func shuffle(_ assembled: inout Assembled) throws(RunFailure) -> CustomerPartitions {
    let total = assembled.rows.count
    progress.begin(stage: .shuffle, totalBytes: Int64(total))
    var partitions = try CustomerPartitions(
      totalBytes: total, partitionBytes: max(memoryBytes / (jobs * 32), 1 << 18),
      scratchDirectory: store.directory)
    var window: [UInt8] = []
    var offset: UInt64 = 0
    var vertex = 0
    while offset < total || !window.isEmpty {
      try Interruption.check()
      let count = min(4 << 20, Int(total - offset))
      window += try assembled.rows.read(at: offset, count: count)
      offset += UInt64(count)
      progress.advance(bytes: Int64(count), records: 0)
      let consumed = try route(window, from: &vertex, assembled.identity, into: &partitions)
      window.removeSubrange(..<consumed)
      precondition(offset < total || window.isEmpty, "vertices end where they were written to")
    }
    try partitions.finish()
    return partitions
  }

  /// Routes the complete rows of a window and returns how many bytes they took.
  private func route(
    _ window: [UInt8], from vertex: inout Int, _ identity: IdentityResolution,
    into partitions: inout CustomerPartitions
  ) throws(RunFailure) -> Int {
    var offset = 0
    var failure: RunFailure?
    window.withUnsafeBytes { bytes in
      while failure == nil, offset + 4 <= bytes.count {
        let size = Int(
          UInt32(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: offset, as: UInt32.self)))
        guard offset + 4 + size <= bytes.count else { break }
        let row = UnsafeRawBufferPointer(rebasing: bytes[(offset + 4)..<(offset + 4 + size)])
        do throws(RunFailure) {
          try partitions.append(
            row, of: identity.customers[vertex], isAnonymous: identity.isAnonymous[vertex])
        } catch {
          failure = error
        }
        vertex += 1
        offset += 4 + size
      }
    }
    if let failure { throw failure }
    return offset
  }

  /// Analyses partitions several at a time and writes their rows in partition order, the next ones
  /// being analysed meanwhile.
  private func analyse(
    _ partitions: borrowing CustomerPartitions, into writer: inout ReleaseWriter
  ) throws(RunFailure) -> ReportContent {
    progress.begin(stage: .analyse, totalBytes: Int64(partitions.count))
    let analysis = PartitionAnalysis(analyzer: CustomerAnalyzer(settings: settings))
    var cells = try CellAccumulator(
      limit: memoryBytes / 8 / 1024, scratchDirectory: store.directory)
    var report = ReportContent()
    var next = 0
    var pending = try analysing(&next, of: partitions, with: analysis)
    while let wave = pending {
      try Interruption.check()
      let results = try wave.wait()
      pending = try analysing(&next, of: partitions, with: analysis)
      for result in results {
        try progress.measuring(.publish) { () throws(RunFailure) in
          for customer in result.customers {
            try writer.appending { writer throws(ReleaseError) in try writer.append(customer) }
          }
        }
        try cells.add(Array(result.cells.values))
        report.merge(result.report)
        progress.advance(bytes: 1, records: 0)
      }
    }
    try cells.finish { cell throws(RunFailure) in
      try writer.appending { writer throws(ReleaseError) in try writer.append(cell: cell) }
    }
    return report
  }

  /// Begins to analyse the next partitions; nil if none is left.
  private func analysing(
    _ next: inout Int, of partitions: borrowing CustomerPartitions,
    with analysis: PartitionAnalysis
  ) throws(RunFailure) -> Pending<[AnalysedPartition]>? {
    var wave: [[UInt8]] = []
    while wave.count < jobs, next < partitions.count {
      wave.append(try partitions.bytes(of: next))
      next += 1
    }
    guard !wave.isEmpty else { return nil }
    let (inputs, jobs) = (wave, self.jobs)
    return Pending { () throws(RunFailure) in
      try Workers.map(count: inputs.count, jobs: jobs) { index throws(RunFailure) in
        analysis.analyse(inputs[index])
      }
    }
  }
}

extension ReleaseWriter {
  /// Writes with the writer's own error turned into a run's.
  mutating func appending(
    _ body: (inout ReleaseWriter) throws(ReleaseError) -> Void
  ) throws(RunFailure) {
    do throws(ReleaseError) { try body(&self) } catch { throw .release(error) }
  }

  /// Writes all rows of one customer.
  mutating func append(_ analysis: CustomerAnalysis) throws(ReleaseError) {
    try append(customer: analysis.customer)
    for (interaction, events) in zip(analysis.interactions, analysis.events) {
      try append(interaction: interaction)
      for event in events { try append(event: event, in: interaction) }
    }
    for journey in analysis.journeys { try append(journey: journey) }
    for finding in analysis.findings { try append(finding: finding) }
  }
}
