internal import DurableFiles
internal import Foundation
internal import JourneyModel
internal import ParquetFiles

/// Whose ids changed against the release before: `provenance/customer-changes.csv`.
///
/// One row for each pair of ids that the interactions of both releases have, with how many have it
/// and the cause, in the order of the ids. Only the smallest `mostListed` pairs are listed; a last
/// row without ids counts the interactions of all others. Customers without interactions are not
/// compared, nor are interactions that begin on another day than before.
///
/// Memory: `interactionsAtOnce` interactions, twice `mostListed` pairs, and columns of a row group.
struct CustomerChanges {
  /// Why an interaction is another customer's.
  enum Cause: String {
    /// The customer is the same, but another identifier names it.
    case renamed
    /// Several customers became one.
    case merged
    /// One customer became several.
    case split
    /// Both customers were there before and are there now.
    case moved
    /// Identifiers are hashed with another key, so no id is as before.
    case otherKey = "other-key"
    /// Of the pairs that are not listed.
    case notListed = "not-listed"
  }

  /// The release before; nil for the first one.
  let previous: String?
  /// The release being written.
  let current: String
  /// The most pairs that are listed.
  var mostListed = 10_000
  /// The most interactions of a day that are compared at once.
  var interactionsAtOnce = 500_000

  static let header = "old_customer_id,new_customer_id,interactions,cause\n"

  /// The members of a manifest that matter here.
  private struct Manifest: Decodable {
    struct File: Decodable {
      var path: String
      var sha256: String
      var table: String?
      var rows: Int?
      var date: String?
    }
    var key_id: String
    var files: [File]

    /// The files of a dataset by date, those without one under an empty date.
    func files(of table: String) -> [String: [File]] {
      Dictionary(grouping: files.filter { $0.table == table }) { $0.date ?? "" }
    }
  }

  /// The rows as CSV; only the header if no id changed.
  ///
  /// Where the release before cannot be understood that is all, and a warning says so.
  func csv(warning warnings: inout [RunFailure]) throws(RunFailure) -> String {
    guard let previous else { return CustomerChanges.header }
    do throws(RunFailure) { return try csv(against: previous) } catch {
      guard error.code == .p403 else { throw error }
      warnings.append(error)
      return CustomerChanges.header
    }
  }

  private func csv(against previous: String) throws(RunFailure) -> String {
    let (old, new) = (try manifest(of: previous), try manifest(of: current))
    if old.key_id != new.key_id {
      return CustomerChanges.header + ",,,\(Cause.otherKey.rawValue)\n"
    }
    var changes = IDChanges(limit: mostListed)
    let (before, after) = (old.files(of: "interactions"), new.files(of: "interactions"))
    for date in before.keys.sorted() {
      guard let files = before[date], let others = after[date],
        files.map(\.sha256) != others.map(\.sha256)
      else { continue }
      try Interruption.check()
      let rows = files.reduce(0) { $0 + ($1.rows ?? 0) }
      let passes = UInt64(rows / interactionsAtOnce + 1)
      for pass in 0..<passes {
        try compare((files, previous), (others, current), in: &changes) { $0.low % passes == pass }
      }
    }
    let pairs = changes.listed
    if pairs.isEmpty { return CustomerChanges.header }
    let survivors = try customers(
      Set(pairs.map(\.pair.old)), in: new.files(of: "customers"), of: current)
    let known = try customers(
      Set(pairs.map(\.pair.new)), in: old.files(of: "customers"), of: previous)
    return text(pairs, survivors: survivors, known: known, more: changes.notListed)
  }

  private func text(
    _ pairs: [(pair: IDChanges.Pair, count: Int64)], survivors: Set<StableHash128>,
    known: Set<StableHash128>, more: Int64
  ) -> String {
    let news = Dictionary(grouping: pairs, by: \.pair.old).mapValues(\.count)
    let olds = Dictionary(grouping: pairs, by: \.pair.new).mapValues(\.count)
    var text = CustomerChanges.header
    for (pair, count) in pairs {
      let isSplit = survivors.contains(pair.old) || (news[pair.old] ?? 0) > 1
      let isMerged = known.contains(pair.new) || (olds[pair.new] ?? 0) > 1
      let cause: Cause = isSplit ? (isMerged ? .moved : .split) : (isMerged ? .merged : .renamed)
      text += "\(pair.old),\(pair.new),\(count),\(cause.rawValue)\n"
    }
    if more > 0 { text += ",,\(more),\(Cause.notListed.rawValue)\n" }
    return text
  }

  // MARK: Reading

  private func compare(
    _ old: (files: [Manifest.File], release: String),
    _ new: (files: [Manifest.File], release: String), in changes: inout IDChanges,
    of isMeant: (StableHash128) -> Bool
  ) throws(RunFailure) {
    let columns = ["interaction_id", "customer_id"]
    var owners: [StableHash128: StableHash128] = [:]
    for file in old.files {
      try read(columns, of: old.release + "/" + file.path) { ids in
        if isMeant(ids[0]) { owners[ids[0]] = ids[1] }
      }
    }
    for file in new.files {
      try read(columns, of: new.release + "/" + file.path) { ids in
        guard isMeant(ids[0]), let owner = owners[ids[0]], owner != ids[1] else { return }
        changes.add(IDChanges.Pair(old: owner, new: ids[1]))
      }
    }
  }

  /// Which of some customers a release has.
  private func customers(
    _ wanted: Set<StableHash128>, in files: [String: [Manifest.File]], of release: String
  ) throws(RunFailure) -> Set<StableHash128> {
    var found: Set<StableHash128> = []
    for file in files.values.joined() {
      try read(["customer_id"], of: release + "/" + file.path) { ids in
        if wanted.contains(ids[0]) { found.insert(ids[0]) }
      }
    }
    return found
  }

  private func manifest(of release: String) throws(RunFailure) -> Manifest {
    let path = release + "/manifest.json"
    let bytes = try PublishedFile.bytes(of: path, limit: 256 << 20)
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes)) else {
      throw RunFailure(.ioError, .p403, "\(path) is damaged")
    }
    return manifest
  }

  /// Calls `body` with the ids of columns, row by row.
  private func read(
    _ columns: [String], of path: String, _ body: ([StableHash128]) -> Void
  ) throws(RunFailure) {
    let file = try File.openInput(path)
    do throws(ParquetError) {
      let size: Int
      do throws(FileError) { size = Int(try file.status().size) } catch { throw .file(error) }
      let reader = try ParquetReader(byteCount: size) {
        (offset, count) throws(ParquetError) in
        do throws(FileError) { return try file.read(at: UInt64(offset), count: count) } catch {
          throw .file(error)
        }
      }
      var rows = try reader.rows(of: columns)
      while let row = try rows.next() {
        let ids = row.compactMap { value -> StableHash128? in
          if case .text(let text) = value { StableHash128(hexadecimal: text) } else { nil }
        }
        guard ids.count == columns.count else {
          throw ParquetError(.damaged, "an id is none", byteOffset: 0)
        }
        body(ids)
      }
    } catch {
      throw RunFailure(.ioError, .p403, "\(path): \(error)")
    }
  }
}

extension ParquetError {
  /// A file that cannot be read.
  fileprivate static func file(_ error: FileError) -> ParquetError {
    ParquetError(.unreadable, "\(error)", byteOffset: 0)
  }
}
