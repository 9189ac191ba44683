internal import DurableFiles
internal import Foundation
internal import Glibc
internal import JourneyModel

/// The records of a store's runs, the newest of them: `runs/<id>.json`.
///
/// A record is written when a run begins and again when it ends, so that one that was killed is
/// known, too.
package struct RunRecords: Sendable {
  /// So many are kept.
  package static let most = 400

  private let folder: String

  /// The records in a store's directory.
  package init(storeDirectory: String) { folder = storeDirectory + "/runs" }

  /// Writes a record in the place of what it was before.
  package func write(_ record: RunRecord) throws(RunFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(record) else {
      preconditionFailure("a record of a run has only what JSON knows")
    }
    do throws(FileError) {
      try Directory.createAll(folder)
      try WholeFile.replace(
        path(of: record.id), with: String(decoding: data, as: UTF8.self) + "\n", mode: 0o600)
      for name in try names().dropLast(RunRecords.most) {
        try Directory.removeTree(folder + "/" + name)
      }
    } catch {
      throw .creating(error)
    }
  }

  /// Forgets a run that did nothing.
  package func remove(_ record: RunRecord) throws(RunFailure) {
    do throws(FileError) { try Directory.removeTree(path(of: record.id)) } catch {
      throw .writing(error)
    }
  }

  /// All that can be read, the oldest first; a damaged one is of no use and left out.
  package func all() throws(RunFailure) -> [RunRecord] {
    do throws(FileError) {
      guard try Directory.exists(folder) else { return [] }
      var records: [RunRecord] = []
      for name in try names() {
        let bytes = try WholeFile.read(folder + "/" + name, limit: 1 << 20)
        if let record = try? JSONDecoder().decode(RunRecord.self, from: Data(bytes)) {
          records.append(record)
        }
      }
      return records
    } catch {
      throw .reading(error)
    }
  }

  private func path(of id: String) -> String { "\(folder)/\(id).json" }

  private func names() throws(FileError) -> [String] {
    try Directory.entries(of: folder).filter { $0.hasSuffix(".json") }
  }
}
