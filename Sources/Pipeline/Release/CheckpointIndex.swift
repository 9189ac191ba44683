internal import Codecs
internal import DurableFiles
internal import Foundation
internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// What a checkpoint knows beside rows, cells and texts; only with it a checkpoint is one.
struct CheckpointIndex: Codable {
  /// What the publication is made of, and by whom; nil if that is unknown.
  var origin: Origin?
  /// The name of the staging directory that has the finished files.
  var staging: String
  /// Where the numbers lie that say where the rows lie.
  var rows: KeptNumbers
  /// Where the cells lie, until they are merged.
  var cells: [CellRuns.KeptRun]
  /// Where the numbers lie that all cells became; nil before they are merged.
  var merged: KeptNumbers?
  /// Where the texts of symbols lie.
  var words: KeptWords
  /// As `AnalysisRun.Result` has them.
  var sources: [String: SourceContribution]
  var idleOverrides: [IdleOverride]
  /// The two halves of the id of the state.
  var state: [UInt64]

  /// The texts of symbols back to back, and behind them where each ends.
  struct KeptWords: Codable {
    var bytes: Int
    var count: Int
    var checksum: UInt32
  }

  /// Numbers of eight bytes.
  struct KeptNumbers: Codable {
    var count: Int
    /// Those of the pieces of `NumberList`.
    var checksums: [UInt32]
  }

  /// Reads the index of a checkpoint; nil if there is none that is whole.
  static func read(_ path: String) -> CheckpointIndex? {
    // Absence or damage means that all is done again.
    guard let bytes = try? WholeFile.read(path, limit: 1 << 30),
      let text = SealedLine.open(bytes)
    else { return nil }
    return try? JSONDecoder().decode(CheckpointIndex.self, from: text)
  }

  /// Writes it under another name, then renames: from then on the checkpoint counts.
  func write(to path: String) throws(RunFailure) {
    do throws(FileError) {
      var file = try File.create(path + ".new")
      try file.write(SealedLine.seal(self))
      try file.close(synchronizing: false)
      try FileLink.rename(from: path + ".new", to: path)
    } catch {
      throw .writing(error)
    }
  }

  /// What must be the same for another process to go on.
  struct Origin: Codable, Equatable {
    /// `PublicationMark`'s.
    var publication: String
    /// Rows name inputs by number, which a new store may deal out in another way.
    var inputs: String
    /// Nothing of a checkpoint is forced to the disk, so it ends with the boot.
    var boot: String
    /// Size and time of the program: rows lie in files as its very code lays them out.
    var program: [Int64]

    /// The origin of a publication of inputs by this process; nil if the system does not say.
    init?(publication: String, inputs: StoredInputs) {
      guard let program = try? Directory.inspect("/proc/self/exe"),
        let boot = try? File.open("/proc/sys/kernel/random/boot_id").read(at: 0, count: 64),
        !boot.isEmpty
      else { return nil }
      self.publication = publication
      self.boot = String(decoding: boot, as: UTF8.self)
      self.program = [Int64(program.size), program.modifiedNanoseconds]
      var hasher = StableHasher(domain: "checkpoint")
      for input in inputs {
        hasher.combine(UInt64(input.number))
        hasher.combine(input.path)
        hasher.combine(input.file.sha256)
      }
      self.inputs = hasher.finalize().description
    }
  }
}

/// A value as JSON behind its CRC-32: `1c291ca3 {…}`.
enum SealedLine {
  /// The line of a value, without an end of line.
  static func seal(_ value: some Encodable) -> [UInt8] {
    guard let text = try? JSONEncoder().encode(value) else {
      preconditionFailure("numbers and texts can be encoded")
    }
    return Array("\(digits(of: text)) ".utf8) + text
  }

  /// The JSON of a line; nil if it is not as it was sealed.
  static func open(_ line: some Collection<UInt8>) -> Data? {
    let text = Data(line.dropFirst(9))
    return line.prefix(9).elementsEqual("\(digits(of: text)) ".utf8) ? text : nil
  }

  private static func digits(of text: Data) -> String {
    let digits = String(text.withUnsafeBytes { Checksum.crc32($0) }, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
