internal import CivilTime
internal import DurableFiles
internal import Foundation
internal import JourneyModel
internal import Publishing

/// The dates of which files of an input were ever found, by input.
///
/// The state itself does not know them all: a file without records has the content of any other
/// such file and is not kept twice. They lie in the store as `dates.json`.
struct DeliveredDates {
  private(set) var dates: [String: Set<CivilDate>]
  private let path: String

  /// What a store knows.
  init(in storeDirectory: String) throws(RunFailure) {
    path = storeDirectory + "/dates.json"
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Directory.exists(path) ? WholeFile.read(path, limit: 64 << 20) : Array("{}".utf8)
    } catch {
      throw .reading(error)
    }
    guard let found = try? JSONDecoder().decode([String: [String]].self, from: Data(bytes)) else {
      throw RunFailure(
        .ioError, .s302, "\(path) is damaged",
        help: "Remove that file: the dates of files that are still there are found again.")
    }
    dates = found.mapValues { Set($0.compactMap { CivilDate($0) }) }
  }

  /// Adds what a run has found and keeps it.
  mutating func add(_ found: [String: Set<CivilDate>]) throws(RunFailure) {
    let all = dates.merging(found) { $0.union($1) }
    if all == dates { return }
    dates = all
    let text = JSONValue.object(
      all.sorted { $0.key < $1.key }.map { name, dates in
        (name, .array(dates.sorted().map { .text($0.description) }))
      }
    ).indentedText
    do throws(FileError) { try WholeFile.replace(path, with: text, mode: 0o600) } catch {
      throw .writing(error)
    }
  }
}
