package import JourneyAnalysis
package import JourneyModel
internal import Synchronization

/// Vertices shuffled into ranges of the customer id, each small enough to be analysed in memory.
///
/// Partition p has the customers whose id begins with p, so partitions in order are customers in
/// order. Each part is split at once: its vertices of one partition are a chunk in scratch space.
/// The order of chunks means nothing.
package final class CustomerPartitions: Sendable {
  private static let partitionLimit = 4096

  /// A power of two, at most 4096.
  package let count: Int
  private let bits: UInt64
  private let scratch: ScratchLists
  private let chunks: Mutex<[[ScratchLists.Place]]>

  /// Partitions for so many bytes of rows, of about `partitionBytes` each.
  package init(
    _ scratch: any Scratch, totalBytes: UInt64, partitionBytes: Int
  ) {
    var count = 1
    while UInt64(count * partitionBytes) < totalBytes, count < CustomerPartitions.partitionLimit {
      count *= 2
    }
    self.count = count
    bits = UInt64(count.trailingZeroBitCount)
    self.scratch = ScratchLists(scratch, name: "customers")
    chunks = Mutex(Array(repeating: [], count: count))
  }

  /// Adds the vertices of a part, whose customers are known; parts may be added at once.
  ///
  /// - Parameter chunk: The memory in which the vertices of a partition are gathered.
  package func append(
    _ lists: borrowing VertexLists, by chunk: inout VertexLists
  ) throws(RunFailure) {
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
    for partition in 0..<count where starts[partition] < starts[partition + 1] {
      chunk.removeAll()
      for number in order[starts[partition]..<starts[partition + 1]] {
        chunk.append(vertices[number], from: lists)
      }
      let place = try scratch.write(&chunk)
      chunks.withLock { $0[partition].append(place) }
    }
  }

  /// The bytes of a partition's vertices.
  package func byteCount(of partition: Int) -> Int {
    chunks.withLock { $0[partition].reduce(0) { $0 + $1.count } }
  }

  /// The customer of a partition with the most vertices, and how many; a chunk is read at a time.
  package func largestCustomer(
    of partition: Int
  ) throws(RunFailure) -> (id: CustomerID, vertices: Set<StableHash128>) {
    var counts: [CustomerID: Int] = [:]
    try forEachVertex(of: partition) { counts[$0.customer, default: 0] += 1 }
    let largest = counts.max { $0.value != $1.value ? $0.value < $1.value : $1.key < $0.key }
    let customer = largest?.key ?? CustomerID(.zero)
    var vertices: Set<StableHash128> = []
    try forEachVertex(of: partition) {
      if $0.customer == customer { vertices.insert($0.reference.exact) }
    }
    return (customer, vertices)
  }

  private func forEachVertex(
    of partition: Int, _ body: (VertexRow) -> Void
  ) throws(RunFailure) {
    for place in chunks.withLock({ $0[partition] }) {
      var lists = VertexLists()
      try scratch.read(place, into: &lists)
      for vertex in lists.vertices.all { body(vertex) }
    }
  }

  /// Reads a partition, its vertices in the order of their customers.
  package func read(_ partition: Int, into lists: inout VertexLists) throws(RunFailure) {
    lists.removeAll()
    for place in chunks.withLock({ $0[partition] }) { try scratch.read(place, into: &lists) }
    lists.sortByCustomer()
  }

  private func partition(of vertex: VertexRow) -> Int {
    bits == 0 ? 0 : Int(vertex.customer.hash.high >> (64 - bits))
  }
}
