/// Cells as a release keeps them, field by field: what they are is the same on every machine.
///
///     day, table, five coordinates, flags | sum, count | buckets | customers | examples
extension Cell {
  /// Writes the cell; not for measures, which are a dataset.
  package func archive(to writer: inout ByteWriter) {
    writer.write(key.day)
    writer.write(key.table.number)
    for index in 0..<5 { writer.write(key.coordinates[index].number) }
    writer.write(row.isProvisional ? UInt8(1) : 0)
    writer.write(row.sum)
    writer.write(row.count)
    writer.write(UInt32(buckets.count))
    for bucket in buckets {
      writer.write(bucket.bucket)
      writer.write(bucket.count)
    }
    writer.write(UInt32(customers.count))
    for customer in customers { writer.write(customer.hash) }
    writer.write(UInt32(examples.count))
    for example in examples {
      writer.write(example.id)
      writer.write(bytes: text(of: example).bytes)
    }
  }
}

extension CellBlock {
  /// Appends a cell that was archived; false if it is of a table that there is no more.
  package mutating func append(archived reader: inout ByteReader) -> Bool {
    let day = reader.read(Int32.self)
    let number = reader.read(UInt16.self)
    let places = (0..<5).map { _ in Coordinate(number: reader.read(UInt32.self)) }
    let isProvisional = reader.read(UInt8.self) != 0
    guard let kind = CellTable.Kind(rawValue: UInt8(clamping: number)) else { return false }
    var row = CellRow(
      key: CellKey(
        kind, day: day, Coordinates(places[0], places[1], places[2], places[3], places[4])),
      isProvisional: isProvisional, sum: reader.read(Int64.self), count: reader.read(Int64.self))
    row.buckets = RowRange(first: buckets.count, count: Int(reader.read(UInt32.self)))
    for _ in 0..<row.buckets.count {
      buckets.append(
        BucketRow(bucket: reader.read(Int32.self), count: reader.read(Int64.self)))
    }
    row.customers = RowRange(first: customers.count, count: Int(reader.read(UInt32.self)))
    for _ in 0..<row.customers.count { customers.append(CustomerID(reader.readHash())) }
    row.examples = RowRange(first: examples.count, count: Int(reader.read(UInt32.self)))
    for _ in 0..<row.examples.count {
      let id = reader.readHash()
      let start = texts.count
      if let text = reader.lendText() { texts.append(bytes: text) }
      examples.append(
        ExampleRow(id: id, text: RowRange(first: start, count: texts.count - start)))
    }
    cells.append(row)
    return true
  }
}
