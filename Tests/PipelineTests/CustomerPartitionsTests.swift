import JourneyModel
import Pipeline
import Testing

@Suite struct CustomerPartitionsTests {
  @Test(arguments: [1, 1000, 20_000])
  func partitionsInOrderAreCustomersInOrder(partitionBytes: Int) throws {
    let customers = (0..<1000 as Range<UInt64>).map { number in
      CustomerID(StableHash128(high: number &* 0x9e37_79b9_7f4a_7c15, low: number))
    }
    try withScratchDirectory { directory in
      var partitions = try CustomerPartitions(
        totalBytes: 64_000, partitionBytes: partitionBytes, scratchDirectory: directory)
      for customer in customers { try append(customer, to: &partitions) }
      try partitions.finish()
      var last: UInt64 = 0
      var found: Set<CustomerID> = []
      for partition in 0..<partitions.count {
        let ids = read(try partitions.bytes(of: partition))
        #expect(ids.allSatisfy { $0.hash.high >= last })
        last = ids.map(\.hash.high).max() ?? last
        found.formUnion(ids)
      }
      #expect(found == Set(customers))
    }
  }

  private func append(
    _ customer: CustomerID, to partitions: inout CustomerPartitions
  ) throws {
    var row = ByteWriter()
    row.write(customer.hash)
    try row.bytes.withUnsafeBytes { try partitions.append($0, of: customer, isAnonymous: false) }
  }

  /// The customers of a partition's rows, each checked against the row's own copy.
  private func read(_ bytes: [UInt8]) -> [CustomerID] {
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      var ids: [CustomerID] = []
      while !reader.isAtEnd {
        let id = CustomerID(reader.readHash())
        #expect(reader.read(UInt8.self) == 0)
        #expect(reader.read(UInt32.self) == 16)
        #expect(CustomerID(reader.readHash()) == id)
        ids.append(id)
      }
      return ids
    }
  }
}
