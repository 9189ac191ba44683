package import JourneyModel

/// A whole sample read by an adapter, for tests: always under the same key.
package struct SampleReading {
  /// The records, in file order.
  package private(set) var records: [NormalizedRecord] = []
  /// The rejections, in file order.
  package private(set) var rejections: [Rejection] = []
  /// What became of every record and byte.
  package private(set) var ledger = Ledger()

  /// What the adapter names and no record had.
  package private(set) var absentNames: [AbsentName] = []

  /// Why a sample cannot be read at all.
  package struct Failure: Error {
    /// Problems of the settings, joined by `; `, or `[code] message` of what ended the reading.
    package var message: String
  }

  /// Reads the bytes of a whole file; records that are rejected do not throw.
  package init(
    _ bytes: [UInt8], adapter: Adapter, settings: InputSettings
  ) throws(Failure) {
    guard let key = IdentifierKey(bytes: Array(0..<32)) else {
      preconditionFailure("a key has 32 bytes")
    }
    var reader: InputReader
    do throws(DiagnosticError) {
      reader = try InputReader(adapter: adapter, settings: settings, key: key, input: 0)
    } catch {
      throw Failure(message: error.diagnostics.map(\.message).joined(separator: "; "))
    }
    var sink = CollectedRecords()
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    do throws(InputFailure) {
      try reader.push(UnsafeRawBufferPointer(copy), into: &sink)
      try reader.finish(into: &sink)
    } catch {
      throw Failure(message: "[\(error.code)] \(error.message)")
    }
    records = sink.records
    rejections = sink.rejections
    ledger = reader.ledger
    absentNames = reader.absentNames
  }

  /// The records as lines of JSON, as golden files hold them.
  package var recordLines: [String] { records.map(RecordText.json) }

  /// The rejections as lines of JSON, and a line for each reason why records were skipped.
  package var rejectionLines: [String] {
    rejections.map(RecordText.json)
      + ledger.skipped.sorted { $0.key < $1.key }.map { "# \($0.value) skipped: \($0.key)" }
  }
}
