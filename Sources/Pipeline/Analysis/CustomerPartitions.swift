internal import JourneyAnalysis
internal import JourneyModel
internal import Synchronization

/// Vertices shuffled into ranges of the customer id, each small enough to be analysed in memory.
///
/// Partition p has the customers whose id begins with p, so partitions in order are customers in
/// order. Each part is split at once: its vertices of one partition are a chunk in scratch space.
/// The order of chunks means nothing.
final class CustomerPartitions: Sendable {
  private static let partitionLimit = 4096

  /// How many partitions.
  let count: Int
  private let bits: UInt64
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var spill: SpillFile
    var chunks: [[Chunk]]
  }

  private struct Chunk {
    var offset: UInt64
    var count: Int
  }

  /// Partitions for so many bytes of rows, of about `partitionBytes` each.
  init(totalBytes: UInt64, partitionBytes: Int, scratchDirectory: String) throws(RunFailure) {
    var count = 1
    while UInt64(count * partitionBytes) < totalBytes, count < CustomerPartitions.partitionLimit {
      count *= 2
    }
    self.count = count
    bits = UInt64(count.trailingZeroBitCount)
    state = Mutex(
      State(
        spill: try SpillFile(in: scratchDirectory, name: "customers"),
        chunks: Array(repeating: [], count: count)))
  }

  /// Adds the vertices of a part, whose customers are known.
  func append(_ lists: borrowing VertexLists) throws(RunFailure) {
    let vertices = lists.vertices.all
    var starts = [Int](repeating: 0, count: count + 1)
    for vertex in vertices { starts[partition(of: vertex) + 1] += 1 }
    for partition in 0..<count { starts[partition + 1] += starts[partition] }
    var next = starts
    var order = [Int](repeating: 0, count: vertices.count)
    for (number, vertex) in vertices.enumerated() {
      let partition = partition(of: vertex)
      order[next[partition]] = number
      next[partition] += 1
    }
    var chunk = VertexLists()
    for partition in 0..<count where starts[partition] < starts[partition + 1] {
      chunk.removeAll()
      for number in order[starts[partition]..<starts[partition + 1]] {
        chunk.append(vertices[number], from: lists)
      }
      try write(chunk, to: partition)
    }
  }

  /// Writes what is buffered, so that partitions can be read.
  func finish() throws(RunFailure) {
    try state.withLock { state throws(RunFailure) in try state.spill.flush() }
  }

  /// Reads a partition: its vertices by customer, leg names breaking ties.
  func read(_ partition: Int, into lists: inout VertexLists) throws(RunFailure) {
    lists.removeAll()
    try state.withLock { state throws(RunFailure) in
      for chunk in state.chunks[partition] {
        let bytes = try state.spill.read(at: chunk.offset, count: chunk.count)
        bytes.withUnsafeBytes { lists.append(bytes: $0) }
      }
    }
    lists.sortByCustomer()
  }

  private func write(_ chunk: borrowing VertexLists, to partition: Int) throws(RunFailure) {
    try state.withLock { state throws(RunFailure) in
      let offset = state.spill.count
      var failure: RunFailure?
      chunk.forEachPiece { piece in
        guard failure == nil else { return }
        do throws(RunFailure) { try state.spill.append(piece) } catch { failure = error }
      }
      if let failure { throw failure }
      state.chunks[partition].append(
        Chunk(offset: offset, count: Int(state.spill.count - offset)))
    }
  }

  private func partition(of vertex: VertexRow) -> Int {
    bits == 0 ? 0 : Int(vertex.customer.hash.high >> (64 - bits))
  }
}
