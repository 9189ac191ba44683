/// An event log as one table, the form that Disco, Celonis and spreadsheets take.
package enum EventTableExport {
  private static let head =
    "case_id,activity,timestamp,resource,queue,channel,actor,value,duration_ms,interaction_id"
    + ",customer_id\n"

  /// Writes the log and returns how many journeys it has.
  package static func write(_ log: EventLog, to writer: ExportWriter) throws -> Int {
    writer.append(head)
    var count = 0
    try log.forEachJourney { journey in
      count += 1
      for event in journey.events {
        write(event, to: writer)
        try writer.passOn()
      }
    }
    return count
  }

  private static func write(_ event: LoggedEvent, to writer: ExportWriter) {
    writer.append(csv: event.journey)
    writer.append(UInt8(ascii: ","))
    writer.append(csv: event.label)
    writer.append(UInt8(ascii: ","))
    writer.append(instant: event.microseconds)
    let fields = [
      event.agent, event.queue, event.channel, event.actor, event.value,
      event.milliseconds.map { String($0) }, event.interaction, event.customer,
    ]
    for field in fields {
      writer.append(UInt8(ascii: ","))
      if let field { writer.append(csv: field) }
    }
    writer.append("\n")
  }
}
