import JourneyModel
import Publishing

extension SampleCenter {
  /// Publishes everything into a new folder.
  func publish(_ settings: ReleaseSettings) throws -> (TemporaryFolder, ReleaseSummary) {
    let folder = try TemporaryFolder()
    var writer = try ReleaseWriter(directory: folder.path, settings: settings)
    for rows in customers {
      try writer.append(customer: rows.customer)
      for (row, events) in zip(rows.interactions, rows.events) {
        try writer.append(interaction: row)
        for event in events { try writer.append(event: event, in: row) }
      }
      for journey in rows.journeys { try writer.append(journey: journey) }
      for finding in rows.findings { try writer.append(finding: finding) }
    }
    for reject in rejects { try writer.append(reject: reject) }
    var isFirst = true
    try cells.forEachCell { cell, words in
      if isFirst { writer.begin(cells: words) }
      isFirst = false
      try writer.append(cell: cell)
    }
    return (folder, try writer.finish(sources, stateID: "00c0ffee"))
  }

  /// Publishes everything as entries, the customers in so many partitions.
  func publishEntries(
    _ settings: ReleaseSettings, partitions: Int = 1
  ) throws -> (TemporaryFolder, ReleaseSummary) {
    let folder = try TemporaryFolder()
    let entries = SampleEntries(self, settings)
    var writer = try ReleaseWriter(directory: folder.path, settings: settings)
    let size = max(1, (customers.count + partitions - 1) / partitions)
    for start in stride(from: 0, to: customers.count, by: size) {
      try writer.append(entries.rows(of: customers[start..<min(start + size, customers.count)]))
    }
    for reject in rejects {
      try writer.append(reject: reject)
      let origin = RecordOrigin(input: 3, byteOffset: 17, byteLength: 40)
      try writer.append(lineage: [LineageEntry(record: reject.record, origin: origin)])
    }
    for cell in cells { try writer.append(cell: cell) }
    return (folder, try writer.finish(content, entries.published, stateID: "00c0ffee"))
  }
}
