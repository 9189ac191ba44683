import JourneyModel
import Publishing
import TestSupport

extension SampleCenter {
  /// Publishes everything into a new folder, the customers in so many partitions.
  func publish(
    _ settings: ReleaseSettings, partitions: Int = 1
  ) throws -> (TemporaryFolder, ReleaseSummary) {
    let folder = try TemporaryFolder()
    let entries = SampleEntries(self, settings)
    var writer = ReleaseWriter(
      directory: folder.path, settings: settings, scratch: MemoryScratch())
    let size = max(1, (customers.count + partitions - 1) / partitions)
    for start in stride(from: 0, to: customers.count, by: size) {
      try writer.append(entries.rows(of: customers[start..<min(start + size, customers.count)]))
    }
    var rows = PublishedRows()
    var texts = RowList<UInt8>()
    for reject in rejects {
      rows.append(RejectEntry(reject, texts: &texts))
      let origin = RecordOrigin(input: 3, byteOffset: 17, byteLength: 40)
      rows.append(LineageEntry(record: reject.record, origin: origin))
    }
    try writer.append(rows.seal(texts: texts.all))
    let datasets = try writer.datasets(entries.published).run()
    writer.begin(cells: cells.cellWords(entries.words))
    try cells.forEachCell(entries.words) { cell, _ in try writer.append(cell: cell) }
    let summary = try writer.finish(
      sources, entries.published, datasets: datasets, stateID: "00c0ffee")
    return (folder, summary)
  }
}
