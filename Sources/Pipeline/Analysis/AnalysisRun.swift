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
  let inputs: StoredInputs
  /// How many inputs are held back.
  let heldInputs: Int64
  let settings: AnalysisSettings
  let overrides: IdentityOverrides
  let jobs: Int
  let memoryBytes: Int
  let progress: any ProgressObserver
  /// Where cells go that memory has no room for.
  let cells: any Scratch

  /// Vertices of all buckets with what identity resolution says about them.
  private struct Assembled: ~Copyable {
    var pieces: PieceStore
    var identity: IdentityResolution
    var sources: [String: SourceContribution]
    var futureEvents: Int64
    var hasOrders: Bool
    var digest: StableHash128
  }

  /// What the rows of a release refer to, and what is known beside them.
  struct Result: ~Copyable {
    /// Texts of symbols and sources by position.
    let words: RunWords
    /// The cells of all partitions and of gaps, sorted in blocks but not merged.
    var cells: CellRuns
    /// What each source contributed, by name.
    let sources: [String: SourceContribution]
    /// What of the overrides has no effect.
    let idleOverrides: [IdleOverride]
    /// The id of the state.
    let state: StableHash128
  }

  /// Appends all rows to a release and gives what else it is made of.
  func run(into writer: inout ReleaseWriter) throws(RunFailure) -> Result {
    let sources = SourceList(inputs)
    let scratch = DiskScratch(in: store.directory)
    IdleMemory.release()
    var assembled = try assemble(sources, scratch, into: &writer)
    var run = RunWords(assembled.pieces.rankWords(), sources: sources.all)
    run.hasOrders = assembled.hasOrders
    var cells = CellRuns(self.cells, limit: memoryBytes / 16)
    try cells.append(gaps(assembled))
    let (digest, idle) = (assembled.digest, assembled.identity.counts.idleOverrides)
    var contributions = assembled.sources
    for input in inputs { contributions[input.source.name]?.notes.merge(input.notes) }
    var dangling: [UInt16: ReadingNotes] = [:]
    let partitions = try shuffle(assembled, scratch, &dangling)
    for (source, notes) in dangling {
      contributions[sources.all[Int(source)].name]?.notes.merge(notes)
    }
    IdleMemory.release()
    try analyse(partitions, run, into: &writer, &cells)
    IdleMemory.release()
    return Result(
      words: run, cells: cells, sources: contributions, idleOverrides: idle, state: digest)
  }

  /// The cells of what is known to be missing or uncertain.
  private func gaps(_ assembled: borrowing Assembled) -> CellRuns.Block {
    var tallies = CellTallies(measures: Measures.neighbours)
    let counts: [(DataGap, Int64)] = [
      (.futureEvent, assembled.futureEvents),
      (.danglingLink, assembled.identity.counts.danglingLinks),
      (.sharedToken, assembled.identity.counts.sharedTokens),
      (.recycledToken, assembled.identity.counts.recycledTokens),
      (.vetoedToken, assembled.identity.counts.vetoedTokens), (.heldInput, heldInputs),
      (.idleOverride, Int64(assembled.identity.counts.idleOverrides.count)),
    ]
    for (gap, count) in counts where count > 0 {
      tallies.add(
        CellKey(.gaps, day: CellKey.undated, Coordinates(Coordinate(gap))), count: count)
    }
    let uses = assembled.identity.counts.uses
    for kind in TokenKind.allCases.map(Optional.some) + [nil] {
      for role in IdentifierRole.allCases where uses[kind, role] > 0 {
        let place = Coordinates(kind.map { Coordinate($0) } ?? .unknown, Coordinate(role))
        tallies.add(
          CellKey(.identifiers, day: CellKey.undated, place), count: uses[kind, role])
      }
    }
    return CellRuns.Block(tallies.seal())
  }

  private func assemble(
    _ sources: SourceList, _ scratch: DiskScratch, into writer: inout ReleaseWriter
  ) throws(RunFailure) -> Assembled {
    var pieces = PieceStore(scratch, words: CustomerAnalyzer.ownWords(settings))
    let stage = AssemblyStage(
      store: store, inputs: inputs, sources: sources, room: pieces.room, asOf: settings.asOf,
      jobs: jobs, memoryBytes: memoryBytes, progress: progress)
    // While identity is resolved nothing else of size is in memory but the program itself.
    var resolver = IdentityResolver(
      limits: settings.identity, overrides: overrides, scratch: scratch,
      memoryBytes: min(memoryBytes / 8 * 7, max(memoryBytes / 2, memoryBytes - 40 << 20)))
    var contributions: [String: SourceContribution] = [:]
    var futureEvents: Int64 = 0
    var hasOrders = false
    var digest = StableHash128.zero
    try stage.run { part throws(RunFailure) in
      pieces.append(part)
      try requireFits(pieces)
      do throws(ScratchError) { try part.tokens.add(to: &resolver) } catch {
        throw .scratch(error)
      }
      try writer.appending { writer throws(ReleaseError) in try writer.append(part.rows) }
      contributions.add(part.facts.sources) { $0.merge($1) }
      futureEvents += part.facts.futureEvents
      hasOrders = hasOrders || part.facts.hasOrders
      digest.add(part.facts.digest)
    }
    progress.begin(stage: .identify, totalBytes: 0)
    IdleMemory.release()
    let identity = try resolve(resolver)
    IdleMemory.release()
    return Assembled(
      pieces: pieces, identity: identity, sources: contributions, futureEvents: futureEvents,
      hasOrders: hasOrders, digest: digest)
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

  /// Routes the vertices to their customers' partitions, several runs of parts at once.
  ///
  /// The longer a run, the fewer and larger are the chunks of partitions.
  ///
  /// - Parameter dangling: What is noted of links that name nothing, by source.
  private func shuffle(
    _ assembled: consuming Assembled, _ scratch: DiskScratch,
    _ dangling: inout [UInt16: ReadingNotes]
  ) throws(RunFailure) -> CustomerPartitions {
    let pieces = assembled.pieces
    progress.begin(stage: .shuffle, totalBytes: Int64(pieces.byteCount))
    let partitions = CustomerPartitions(
      scratch, totalBytes: pieces.byteCount,
      partitionBytes: max(memoryBytes / (jobs * 48), 1 << 18))
    let memories = (0..<jobs).map { _ in ShuffleMemory() }
    let share = memoryBytes / jobs
    let runs = pieces.runs(ofBytes: min(share / 8, max(share / 16, 8 << 20)))
    for first in stride(from: 0, to: runs.count, by: jobs) {
      try Interruption.check()
      let wave = Array(runs[first..<min(first + jobs, runs.count)])
      var customers: [[IdentityResolution.Vertex]] = []
      for run in wave { customers.append(try nextCustomers(run, of: pieces, &assembled.identity)) }
      let known = customers
      let noted = try Workers.map(count: wave.count, jobs: jobs) { index throws(RunFailure) in
        let memory = memories[index]
        var noted: [UInt16: ReadingNotes] = [:]
        memory.part.removeAll()
        for piece in wave[index] { try pieces.read(piece, into: &memory.part) }
        for (number, customer) in known[index].enumerated() {
          memory.part.vertices.update(number) { vertex in
            vertex.customer = customer.customer
            vertex.isAnonymous = customer.isAnonymous
          }
          if customer.danglingLinks > 0 {
            memory.part.noteDangling(customer.danglingLinks, of: number, in: &noted)
          }
        }
        try partitions.append(memory.part, by: &memory.chunk)
        return noted
      }
      for notes in noted {
        for (source, note) in notes { dangling[source, default: ReadingNotes()].merge(note) }
      }
    }
    return partitions
  }

  /// The lists of one thread that shuffles, kept from part to part.
  private final class ShuffleMemory: @unchecked Sendable {
    var part = VertexLists()
    var chunk = VertexLists()
  }

  /// The customers of the vertices of a run of parts.
  private func nextCustomers(
    _ run: Range<Int>, of pieces: PieceStore, _ identity: inout IdentityResolution
  ) throws(RunFailure) -> [IdentityResolution.Vertex] {
    let count = run.reduce(0) { $0 + pieces.vertexCount(of: $1) }
    var customers: [IdentityResolution.Vertex] = []
    customers.reserveCapacity(count)
    do throws(ScratchError) {
      while customers.count < count, let vertex = try identity.next() {
        customers.append(vertex)
      }
    } catch {
      throw .scratch(error)
    }
    precondition(customers.count == count, "every vertex has a customer")
    return customers
  }

  /// Analyses partitions several at a time and writes their rows in partition order, the next ones
  /// being analysed meanwhile.
  private func analyse(
    _ partitions: CustomerPartitions, _ run: RunWords, into writer: inout ReleaseWriter,
    _ cells: inout CellRuns
  ) throws(RunFailure) {
    progress.begin(stage: .analyse, totalBytes: Int64(partitions.count))
    let workers = (0..<jobs).map { _ in
      PartitionWorker(partitions, run, settings, memoryBytes: memoryBytes / jobs)
    }
    try Workers.inOrder(count: partitions.count, jobs: jobs) {
      worker, index throws(RunFailure) in
      try Interruption.check()
      return try workers[worker].analyse(index)
    } consume: { _, output throws(RunFailure) in
      try progress.measuring(.publish) { () throws(RunFailure) in
        try writer.appending { writer throws(ReleaseError) in try writer.append(output.rows) }
      }
      if let block = output.cells {
        try cells.append(block)
        IdleMemory.release()
      }
      progress.advance(bytes: 1, records: 0)
    }
    let blocks = Workers.map(count: jobs, jobs: jobs) { workers[$0].sealedCells() }
    for block in blocks { try cells.append(block) }
  }
}

extension VertexLists {
  /// Notes that links of a vertex name nothing, under its source, with its id.
  fileprivate func noteDangling(
    _ count: Int, of number: Int, in notes: inout [UInt16: ReadingNotes]
  ) {
    let vertex = vertices[number]
    var note = ReadingNotes.Note(.danglingLink, subject: "links")
    note.word = String(decoding: texts[vertex.nativeID], as: UTF8.self)
    notes[vertex.source, default: ReadingNotes()].add(note, count: Int64(count))
  }
}

extension ReleaseWriter {
  /// Writes with the writer's own error turned into a run's.
  mutating func appending(
    _ body: (inout ReleaseWriter) throws(ReleaseError) -> Void
  ) throws(RunFailure) {
    do throws(ReleaseError) { try body(&self) } catch { throw .release(error) }
  }
}
