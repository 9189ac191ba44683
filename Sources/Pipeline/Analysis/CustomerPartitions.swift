package import JourneyModel

/// Vertices shuffled into ranges of the customer id, each small enough to be analysed in memory.
///
/// One scratch file holds the chunks of all partitions; partition p has the customers whose id
/// begins with p, so partitions in order are customers in order.
package struct CustomerPartitions: ~Copyable {
  private static let chunkBytes = 32 << 10
  private static let partitionLimit = 4096

  private let bits: UInt64
  private var spill: SpillFile
  private var buffers: [[UInt8]]
  private var chunks: [[Range<UInt64>]]

  /// Partitions for so many bytes of rows, of about `partitionBytes` each.
  package init(totalBytes: UInt64, partitionBytes: Int, scratchDirectory: String) throws(RunFailure)
  {
    var count = 1
    while UInt64(count * partitionBytes) < totalBytes, count < CustomerPartitions.partitionLimit {
      count *= 2
    }
    bits = UInt64(count.trailingZeroBitCount)
    spill = try SpillFile(in: scratchDirectory, name: "customers")
    buffers = Array(repeating: [], count: count)
    chunks = Array(repeating: [], count: count)
  }

  /// How many partitions.
  package var count: Int { buffers.count }

  /// Adds one encoded vertex of a customer.
  package mutating func append(
    _ row: UnsafeRawBufferPointer, of customer: CustomerID, isAnonymous: Bool
  ) throws(RunFailure) {
    let partition = bits == 0 ? 0 : Int(customer.hash.high >> (64 - bits))
    var prefix = ByteWriter()
    prefix.write(customer.hash)
    prefix.write(UInt8(isAnonymous ? 1 : 0))
    prefix.write(bytes: row)
    prefix.withBytes { buffers[partition].append(contentsOf: $0) }
    if buffers[partition].count >= CustomerPartitions.chunkBytes { try flush(partition) }
  }

  /// Writes what is buffered, so that partitions can be read.
  package mutating func finish() throws(RunFailure) {
    for partition in buffers.indices where !buffers[partition].isEmpty { try flush(partition) }
    try spill.flush()
  }

  /// The rows of a partition, in the order they were added.
  package func bytes(of partition: Int) throws(RunFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for chunk in chunks[partition] {
      bytes += try spill.read(at: chunk.lowerBound, count: chunk.count)
    }
    return bytes
  }

  private mutating func flush(_ partition: Int) throws(RunFailure) {
    let offset = try spill.append(buffers[partition])
    chunks[partition].append(offset..<(offset + UInt64(buffers[partition].count)))
    buffers[partition].removeAll(keepingCapacity: true)
  }
}
