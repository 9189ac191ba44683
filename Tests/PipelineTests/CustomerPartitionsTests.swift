import JourneyAnalysis
import JourneyModel
import Pipeline
import TestSupport
import Testing

@Suite struct CustomerPartitionsTests {
  /// Two vertices of each of many customers, in two parts.
  private func parts() -> [[CustomerID]] {
    let customers = (0..<1000 as Range<UInt64>).map { number in
      CustomerID(StableHash128(high: number &* 0x9e37_79b9_7f4a_7c15, low: number))
    }
    return [customers, customers.reversed()]
  }

  private func append(_ customers: [CustomerID], to lists: inout VertexLists) {
    for (number, customer) in customers.enumerated() {
      let name = StableHash128(high: UInt64(number), low: customer.hash.low)
      var vertex = VertexRow(
        kind: .leg, reference: InteractionReference(exact: name, loose: name),
        record: RecordID(name))
      vertex.customer = customer
      let first = lists.tokens.count
      lists.tokens.append(Token(kind: .customer, namespace: 1, hash: customer.hash))
      vertex.tokens = RowRange(first: first, count: 1)
      lists.vertices.append(vertex)
    }
  }

  @Test(arguments: [1, 1000, 20_000, 1 << 30])
  func partitionsInOrderAreCustomersInOrder(partitionBytes: Int) throws {
    let partitions = CustomerPartitions(
      MemoryScratch(), totalBytes: 64_000, partitionBytes: partitionBytes)
    var chunk = VertexLists()
    for part in parts() {
      var lists = VertexLists()
      append(part, to: &lists)
      try partitions.append(lists, by: &chunk)
    }
    var found: [CustomerID] = []
    var lists = VertexLists()
    for partition in 0..<partitions.count {
      try partitions.read(partition, into: &lists)
      for vertex in lists.vertices.all {
        // What a vertex refers to comes along.
        #expect(lists.tokens[vertex.tokens].map(\.hash) == [vertex.customer.hash])
        found.append(vertex.customer)
      }
    }
    #expect(found.count == 2000 && found == found.sorted())
    #expect(Set(found).count == 1000)
  }

  @Test func scratchSpaceThatIsDamagedIsNoticed() throws {
    let partitions = CustomerPartitions(
      MemoryScratch(fault: .damage(0)), totalBytes: 0, partitionBytes: 1)
    var lists = VertexLists()
    var chunk = VertexLists()
    append(parts()[0], to: &lists)
    try partitions.append(lists, by: &chunk)
    #expect(throws: RunFailure.self) { try partitions.read(0, into: &lists) }
  }
}
