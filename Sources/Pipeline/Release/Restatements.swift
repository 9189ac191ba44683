internal import CivilTime
internal import DurableFiles
internal import JourneyModel
internal import ParquetFiles

/// Which published numbers changed against the release before: `provenance/restatements.csv`.
///
/// One row per date and measure whose numerator or denominator, summed over all breakdowns,
/// differs. Days that only one of the releases has are new or gone, with empty cells there.
struct Restatements {
  /// The release before; nil for the first one.
  let previous: String?
  /// The release being written.
  let current: String

  private static let header =
    "date,measure,old_numerator,old_denominator,new_numerator,new_denominator\n"

  /// A date and a measure.
  private struct Place: Hashable, Comparable {
    var day: Int64
    var measure: String

    static func < (left: Place, right: Place) -> Bool {
      left.day != right.day ? left.day < right.day : left.measure < right.measure
    }
  }

  private struct Total: Equatable {
    var numerator: Int64 = 0
    var denominator: Int64 = 0

    var text: String { "\(numerator),\(denominator)" }
  }

  /// The rows as CSV; only the header if nothing published changed.
  ///
  /// Where the release before cannot be understood that is all, and a warning says so.
  func csv(warning warnings: inout [RunFailure]) throws(RunFailure) -> String {
    guard let previous else { return Restatements.header }
    let old: [Place: Total]
    do throws(RunFailure) { old = try totals(of: previous) } catch {
      guard error.code == .p403 else { throw error }
      warnings += [error, .restored]
      return Restatements.header
    }
    let new = try totals(of: current)
    var text = Restatements.header
    for place in Set(old.keys).union(new.keys).sorted() where old[place] != new[place] {
      let date = InstantText.date(dayNumber: Int32(clamping: place.day))
      text += "\(date),\(place.measure),\(old[place]?.text ?? ","),\(new[place]?.text ?? ",")\n"
    }
    return text
  }

  private func totals(of release: String) throws(RunFailure) -> [Place: Total] {
    var totals: [Place: Total] = [:]
    for path in try ReleaseReader(directory: release).files(of: "measures") {
      let bytes: [UInt8]
      do throws(FileError) { bytes = try WholeFile.read(path, limit: 1 << 30) } catch {
        throw .reading(error)
      }
      do throws(ParquetError) { try add(ParquetReader(bytes: bytes), to: &totals) } catch {
        throw RunFailure(.ioError, .p403, "\(path): \(error)")
      }
    }
    return totals
  }

  /// How many rows change a number of a day that was over at an instant and that the release before
  /// had, so that somebody may have read it.
  static func count(in csv: String, before asOfDay: Int32) -> Int {
    csv.split(separator: "\n").dropFirst().count { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 6, !fields[2].isEmpty, let date = CivilDate(String(fields[0])) else {
        return false
      }
      return date.dayNumber < asOfDay
    }
  }

  private func add(
    _ reader: ParquetReader, to totals: inout [Place: Total]
  ) throws(ParquetError) {
    var rows = try reader.rows(of: ["date", "measure", "numerator", "denominator"])
    while let row = try rows.next() {
      guard case .int(let day) = row[0], case .text(let measure) = row[1],
        case .int(let numerator) = row[2], case .int(let denominator) = row[3]
      else { continue }
      totals[Place(day: day, measure: measure), default: Total()].numerator += numerator
      totals[Place(day: day, measure: measure), default: Total()].denominator += denominator
    }
  }
}
