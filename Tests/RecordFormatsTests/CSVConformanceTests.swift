import Foundation
import RecordFormats
import Testing

/// Every file of csv-spectrum, against the rows its JSON expects.
@Suite struct CSVConformanceTests {
  @Test func everyFileOfCSVSpectrum() throws {
    let files = try Conformance.files("csv-spectrum/csvs")
    #expect(files.count == 11)
    for file in files {
      let bytes = try Conformance.bytes("csv-spectrum/csvs", file)
      let name = file.replacing(".csv", with: ".json")
      let json = try Data(Conformance.bytes("csv-spectrum/json", name))
      let expected = try JSONSerialization.jsonObject(with: json) as? [[String: String]]
      let whole = rows(Feed(bytes))
      #expect(whole == expected, "\(file)")
      for feed in Feed.allWays(bytes) {
        #expect(rows(feed) == whole, "\(file) cut at \(feed.cuts)")
      }
    }
  }

  private func rows(_ feed: Feed) -> [[String: String]] {
    let trace = traceCSV(feed, fixesWidth: true)
    #expect(trace.items.allSatisfy { $0.kind != .rejected })
    // No field of the suite holds a bar.
    let table = trace.records.map { $0.split(separator: "|", omittingEmptySubsequences: false) }
    return table.dropFirst().map { row in
      Dictionary(uniqueKeysWithValues: zip(table[0].map(String.init), row.map(String.init)))
    }
  }
}
