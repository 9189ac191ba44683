import JourneyModel

extension Tables {
  /// One row per daily measure cell.
  static let measures = Table<MeasureEntry>(
    "measures",
    "One row per daily cell: what a measure counts on a day for a channel, reason, queue, persona.",
    dateRule: "date",
    columns: [
      Column("date", "The day in the reporting zone.") { PublishedDay(number: $0.day) },
      Column("measure", from: { $0.measures }, "The measure.") { ListPosition($0.measure) },
      Column("channel", "The channel; null if unknown.") { $0.channel },
      Column("reason", "The reason; null if unknown.") { $0.reason },
      Column("queue", "The queue; null if unknown.") { $0.queue },
      Column("persona", "The customers' persona; null if no rule holds.") { $0.persona },
      Column("numerator", "What is counted, or the sum of what is measured.") { $0.numerator },
      Column("denominator", "Of how many.") { $0.denominator },
      Column(
        "unit", from: { $0.units }, "The unit of the measure's value.", words: MeasureUnit.names
      ) { Optional(ListPosition($0.measure)) },
      Column(
        "histogram", "bucket:count pairs joined by spaces, log-linear.",
        by: "bucket v below 128; above: 128 + 64(e-1) + (v >> e) - 64, e = floor(log2 v) - 6"
      ) { $0.histogram },
      Column(
        "customers", "JSON array of the smallest customer ids that contribute, at most 10."
      ) { $0.customers },
      Column("provisional", "Whether the cell can still change by time alone.") {
        $0.isProvisional
      },
    ])
}
