package import CivilTime
internal import GRDB

/// How many contacts were offered to each queue in each interval, as Erlang and workforce tools
/// take it.
///
/// An offer counts in the interval in which the contact entered the queue, with its whole handling
/// time. Outbound contacts are not offered to anybody. Memory: a count for each interval and queue
/// with an offer.
package struct IntervalExport {
  private let tables: SortingTables
  private let zone: ZoneRules
  private let width: Int64
  private let days: ClosedRange<Int32>

  /// The lengths of intervals that tools take, in minutes.
  package static let lengths = [15, 30, 60]

  /// Where an offer counts.
  private struct Key: Hashable {
    var day: Int32
    var channel: String
    var queue: String
    /// In UTC microseconds.
    var start: Int64

    var order: (Int32, String, String, Int64) { (day, channel, queue, start) }
    var isSameDay: (Int32, String, String) { (day, channel, queue) }
  }

  private struct Counts {
    var offered: Int64 = 0
    var answered: Int64 = 0
    var abandoned: Int64 = 0
    var handled: Int64 = 0
    var milliseconds: Int64 = 0
  }

  /// The offers of a release on the days of a request, of interactions for which its conditions
  /// hold; intervals are those of a zone's wall clock.
  package init(release: String, zone: ZoneRules, minutes: Int, _ request: DatasetRequest) throws {
    guard IntervalExport.lengths.contains(minutes) else {
      throw ExportError.request(
        "intervals are not of \(minutes) minutes", help: "Use one of: 15, 30, 60.")
    }
    self.zone = zone
    width = Int64(minutes) * 60_000_000
    days = try request.days
    tables = try SortingTables()
    // A contact may enter a queue on another day than it began.
    let contacts = DatasetRequest(
      conditions: request.conditions, columns: ["interaction_id", "direction"])
    try tables.load(
      DatasetSelection(release: release, dataset: "interactions", contacts),
      indexedBy: "interaction_id")
    let events = DatasetRequest(
      conditions: QueueVisits.activities.map { "activity=" + $0 },
      columns: [
        "interaction_id", "sequence", "activity", "occurred_at", "channel", "queue", "duration_ms",
      ])
    try tables.load(
      DatasetSelection(release: release, dataset: "events", events), indexedBy: "interaction_id")
  }

  /// Writes a line for each interval from a queue's first to its last of a day, also where nothing
  /// was offered, and returns how many lines these are.
  package func write(to writer: ExportWriter) throws -> Int {
    writer.append("interval,minutes,channel,queue,offered,answered,abandoned,aht_s\n")
    let counts = try counted()
    var lines = 0
    var last: Key?
    for key in counts.keys.sorted(by: { $0.order < $1.order }) {
      if var silent = last, silent.isSameDay == key.isSameDay {
        silent.start += width
        while silent.start < key.start {
          writeLine(silent, Counts(), to: writer)
          lines += 1
          silent.start += width
        }
      }
      writeLine(key, counts[key] ?? Counts(), to: writer)
      lines += 1
      last = key
      try writer.passOn()
    }
    return lines
  }

  private func counted() throws -> [Key: Counts] {
    var counts: [Key: Counts] = [:]
    var contact: String?
    var visits = QueueVisits()
    let query = """
      SELECT e.interaction_id, e.activity, e.occurred_at, e.channel, e.queue, e.duration_ms
      FROM interactions i JOIN events e USING (interaction_id)
      WHERE i.direction IS NOT 'outbound' ORDER BY e.interaction_id, e.sequence
      """
    try tables.forEachRow(query) { row in
      let id: String = row[0]
      if id != contact {
        add(visits, to: &counts)
        visits = QueueVisits()
        contact = id
      }
      visits.follow(
        QueueVisits.Event(
          row[1], at: row[2], of: QueueVisits.Stream(channel: row[3], queue: row[4]),
          lasting: row[5]))
    }
    add(visits, to: &counts)
    return counts
  }

  private func add(_ visits: QueueVisits, to counts: inout [Key: Counts]) {
    for visit in visits.visits {
      let key = key(of: visit)
      guard days.contains(key.day) else { continue }
      counts[key, default: Counts()].offered += 1
      if visit.isAnswered { counts[key]?.answered += 1 }
      if visit.isAbandoned { counts[key]?.abandoned += 1 }
      guard let handled = visit.handled else { continue }
      counts[key]?.handled += 1
      counts[key]?.milliseconds += handled
    }
  }

  private func key(of visit: QueueVisit) -> Key {
    let local = visit.offered + Int64(zone.offsetSeconds(at: visit.offered)) * 1_000_000
    // Instants are behind 1970.
    return Key(
      day: zone.localDay(at: visit.offered), channel: visit.channel, queue: visit.queue ?? "",
      start: visit.offered - local % width)
  }

  private func writeLine(_ key: Key, _ counts: Counts, to writer: ExportWriter) {
    writer.append(text(of: key.start))
    writer.append(",\(width / 60_000_000),\(key.channel),")
    if !key.queue.isEmpty { writer.append(csv: key.queue) }
    writer.append(",\(counts.offered),\(counts.answered),\(counts.abandoned),")
    if counts.handled > 0 {
      // Tenths of a second, rounded half up.
      let tenths = (2 * counts.milliseconds + 100 * counts.handled) / (200 * counts.handled)
      writer.append("\(tenths / 10).\(tenths % 10)")
    }
    writer.append("\n")
  }

  /// The wall clock at an instant with its distance from UTC: `2026-03-03T09:00:00-05:00`.
  private func text(of instant: Int64) -> String {
    let offset = zone.offsetSeconds(at: instant)
    let local = InstantText.iso8601(microseconds: instant + Int64(offset) * 1_000_000)
    let minutes = abs(offset) / 60
    let digits = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
    return local.dropLast() + (offset < 0 ? "-" : "+") + digits(minutes / 60) + ":"
      + digits(minutes % 60)
  }
}
