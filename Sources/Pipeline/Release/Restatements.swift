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

  /// A number that both releases have differently, or only one of them has.
  struct Row {
    /// The day in the reporting zone.
    var day: Int32
    var measure: String
    /// What each release has; nil for nothing.
    var old, new: Total?
  }

  /// What a measure counts on a day, over all breakdowns.
  struct Total: Equatable {
    var numerator: Int64 = 0
    var denominator: Int64 = 0

    fileprivate var text: String { "\(numerator),\(denominator)" }
  }

  /// A date and a measure.
  private struct Place: Hashable, Comparable {
    var day: Int64
    var measure: String

    static func < (left: Place, right: Place) -> Bool {
      left.day != right.day ? left.day < right.day : left.measure < right.measure
    }
  }

  /// The rows by day and measure; none if nothing published changed.
  ///
  /// Where the release before cannot be understood there are none, and a warning says so.
  func rows(warning warnings: inout [RunFailure]) throws(RunFailure) -> [Row] {
    guard let previous else { return [] }
    let old: [Place: Total]
    do throws(RunFailure) { old = try totals(of: previous) } catch {
      guard error.code == .p403 else { throw error }
      warnings += [error, .restored]
      return []
    }
    let new = try totals(of: current)
    return Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map { place in
      Row(
        day: Int32(clamping: place.day), measure: place.measure, old: old[place], new: new[place])
    }
  }

  /// Rows as CSV below a header.
  static func csv(_ rows: [Row]) -> String {
    var text = "date,measure,old_numerator,old_denominator,new_numerator,new_denominator\n"
    for row in rows {
      let date = InstantText.date(dayNumber: row.day)
      text += "\(date),\(row.measure),\(row.old?.text ?? ","),\(row.new?.text ?? ",")\n"
    }
    return text
  }

  private func totals(of release: String) throws(RunFailure) -> [Place: Total] {
    var totals: [Place: Total] = [:]
    for path in try ReleaseReader(directory: release).files(of: "measures") {
      let bytes = try PublishedFile.bytes(of: path, limit: 1 << 30)
      do throws(ParquetError) { try add(ParquetReader(bytes: bytes), to: &totals) } catch {
        throw RunFailure(.ioError, .p403, "\(path): \(error)")
      }
    }
    return totals
  }

  /// How many rows change a number of a day that was over at an instant and that the release before
  /// had, so that somebody may have read it.
  static func count(of rows: [Row], before asOfDay: Int32) -> Int {
    rows.count { $0.old != nil && $0.day < asOfDay }
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
