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
    var pieces: PieceStore
    var identity: IdentityResolution
    var report: ReportContent
    var digest: StableHash128
  }

  /// Writes all rows and returns what the report needs beyond them, and the id of the state.
  func run(
    into writer: inout ReleaseWriter, lineage: inout LineageWriter
  ) throws(RunFailure) -> (report: ReportContent, state: StableHash128) {
    let sources = SourceList(inputs)
    let scratch = DiskScratch(in: store.directory)
    var assembled = try assemble(sources, scratch, into: &writer, &lineage)
    let words = assembled.pieces.rankWords()
    let (report, digest) = (assembled.report, assembled.digest)
    let partitions = try shuffle(assembled, scratch)
    var analysed = try analyse(partitions, sources, words, into: &writer)
    analysed.merge(report)
    return (analysed, digest)
  }

  private func assemble(
    _ sources: SourceList, _ scratch: DiskScratch, into writer: inout ReleaseWriter,
    _ lineage: inout LineageWriter
  ) throws(RunFailure) -> Assembled {
    var pieces = try PieceStore(scratch, words: CustomerAnalyzer.ownWords(settings))
    let stage = AssemblyStage(
      store: store, inputs: inputs, sources: sources, room: pieces.room, asOf: settings.asOf,
      jobs: jobs, memoryBytes: memoryBytes, progress: progress)
    // While identity is resolved nothing else of size is in memory.
    var resolver = IdentityResolver(
      limits: settings.identity, scratch: scratch, memoryBytes: memoryBytes / 8 * 7)
    var report = ReportContent()
    var digest = StableHash128.zero
    try stage.run { part throws(RunFailure) in
      pieces.append(part)
      try requireFits(pieces)
      do throws(ScratchError) { try part.tokens.add(to: &resolver) } catch {
        throw .scratch(error)
      }
      try lineage.append(part.facts.lineage)
      for reject in part.facts.rejects {
        try writer.appending { writer throws(ReleaseError) in try writer.append(reject: reject) }
      }
      report.sources.add(part.facts.sources) { $0.merge($1) }
      report.totals.futureEvents += part.facts.futureEvents
      digest.add(part.facts.digest)
    }
    progress.begin(stage: .identify, totalBytes: 0)
    let identity = try resolve(resolver)
    report.totals.sharedTokens += identity.sharedTokens
    report.totals.danglingLinks += identity.danglingLinks
    return Assembled(pieces: pieces, identity: identity, report: report, digest: digest)
  }

  private func resolve(
    _ resolver: consuming IdentityResolver
  ) throws(RunFailure) -> IdentityResolution {
    do throws(ScratchError) { return try resolver.resolve() } catch { throw .scratch(error) }
  }

  /// Stops before distinct texts would need more than an eighth of the memory allowed.
  private func requireFits(_ pieces: PieceStore) throws(RunFailure) {
    guard pieces.wordBytes > memoryBytes / 8 else { return }
    throw RunFailure(
      .ioError, .r504,
      "\(pieces.wordCount) distinct queues, agents, reasons and values need more than an eighth "
        + "of the \(memoryBytes >> 20) MiB allowed",
      help: "Allow more with --memory, or look for a field whose every value is a new one.")
  }

  /// Routes the vertices to their customers' partitions, several parts at once.
  private func shuffle(
    _ assembled: consuming Assembled, _ scratch: DiskScratch
  ) throws(RunFailure) -> CustomerPartitions {
    let pieces = assembled.pieces
    progress.begin(stage: .shuffle, totalBytes: Int64(pieces.byteCount))
    let partitions = try CustomerPartitions(
      scratch, totalBytes: pieces.byteCount,
      partitionBytes: max(memoryBytes / (jobs * 24), 1 << 18))
    for first in stride(from: 0, to: pieces.count, by: jobs) {
      try Interruption.check()
      var wave: [[CustomerOfPart]] = []
      for piece in first..<min(first + jobs, pieces.count) {
        var customers: [CustomerOfPart] = []
        for _ in 0..<pieces.vertexCount(of: piece) {
          customers.append(try nextCustomer(&assembled.identity))
        }
        wave.append(customers)
      }
      let customers = wave
      _ = try Workers.map(count: wave.count, jobs: jobs) { index throws(RunFailure) in
        var lists = VertexLists()
        try pieces.read(first + index, into: &lists)
        for (number, customer) in customers[index].enumerated() {
          lists.vertices.update(number) { vertex in
            vertex.customer = customer.id
            vertex.isAnonymous = customer.isAnonymous
          }
        }
        try partitions.append(lists)
      }
    }
    return partitions
  }

  /// Whose a vertex is.
  private struct CustomerOfPart: Sendable {
    var id: CustomerID
    var isAnonymous: Bool
  }

  private func nextCustomer(
    _ identity: inout IdentityResolution
  ) throws(RunFailure) -> CustomerOfPart {
    do throws(ScratchError) {
      if let vertex = try identity.next() {
        return CustomerOfPart(id: vertex.customer, isAnonymous: vertex.isAnonymous)
      }
    } catch {
      throw .scratch(error)
    }
    preconditionFailure("every vertex has a customer")
  }

  /// Analyses partitions several at a time and writes their rows in partition order, the next ones
  /// being analysed meanwhile.
  private func analyse(
    _ partitions: CustomerPartitions, _ sources: SourceList, _ words: Words,
    into writer: inout ReleaseWriter
  ) throws(RunFailure) -> ReportContent {
    progress.begin(stage: .analyse, totalBytes: Int64(partitions.count))
    let analysis = PartitionAnalysis(settings: settings, words: words, sources: sources.all)
    let report = ReportContent()
    var next = 0
    var pending = analysing(&next, of: partitions, with: analysis)
    while let wave = pending {
      try Interruption.check()
      let results = try wave.wait()
      pending = analysing(&next, of: partitions, with: analysis)
      for result in results {
        try progress.measuring(.publish) { () throws(RunFailure) in
          for customer in result {
            try writer.appending { writer throws(ReleaseError) in try writer.append(customer) }
          }
        }
        progress.advance(bytes: 1, records: 0)
      }
    }
    return report
  }

  /// Begins to analyse the next partitions; nil if none is left.
  private func analysing(
    _ next: inout Int, of partitions: CustomerPartitions, with analysis: PartitionAnalysis
  ) -> Pending<[[RichCustomer]]>? {
    let first = next
    let count = min(jobs, partitions.count - first)
    next += count
    guard count > 0 else { return nil }
    let jobs = self.jobs
    return Pending { () throws(RunFailure) in
      try Workers.map(count: count, jobs: jobs) { index throws(RunFailure) in
        try analysis.analyse(first + index, of: partitions)
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
  mutating func append(_ analysis: RichCustomer) throws(ReleaseError) {
    try append(customer: analysis.customer)
    for (interaction, events) in zip(analysis.interactions, analysis.events) {
      try append(interaction: interaction)
      for event in events { try append(event: event, in: interaction) }
    }
    for journey in analysis.journeys { try append(journey: journey) }
    for finding in analysis.findings { try append(finding: finding) }
  }
}
