/// An event log in XES (IEEE 1849-2016): a trace per journey.
package enum XESExport {
  /// Writes the log and returns how many journeys it has.
  package static func write(_ log: EventLog, to writer: ExportWriter) throws -> Int {
    writer.append(head)
    var count = 0
    try log.forEachJourney { journey in
      count += 1
      writer.append("<trace>\n")
      string("concept:name", journey.id, to: writer)
      string("customer", journey.customer, to: writer)
      for (name, value) in journey.attributes {
        switch value {
        case .text(let text): string(name, text, to: writer)
        case .number(let number): attribute("int", name, String(number), to: writer)
        }
      }
      for event in journey.events {
        write(event, to: writer)
        try writer.passOn()
      }
      writer.append("</trace>\n")
    }
    writer.append("</log>\n")
    return count
  }

  private static let head = """
    <?xml version="1.0" encoding="UTF-8"?>
    <log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
    <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
    <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
    <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
    <extension name="Lifecycle" prefix="lifecycle"\
     uri="http://www.xes-standard.org/lifecycle.xesext"/>
    <global scope="trace"><string key="concept:name" value=""/></global>
    <global scope="event"><string key="concept:name" value=""/>\
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>
    <classifier name="Activity" keys="concept:name"/>

    """

  private static func write(_ event: LoggedEvent, to writer: ExportWriter) {
    writer.append("<event>")
    string("concept:name", event.label, to: writer)
    writer.append("<date key=\"time:timestamp\" value=\"")
    writer.append(instant: event.microseconds)
    writer.append("\"/>")
    string("lifecycle:transition", "complete", to: writer)
    string("org:resource", event.agent, to: writer)
    string("org:group", event.queue, to: writer)
    string("interaction", event.interaction, to: writer)
    string("channel", event.channel, to: writer)
    string("actor", event.actor, to: writer)
    string("value", event.value, to: writer)
    if let milliseconds = event.milliseconds {
      attribute("int", "duration_ms", String(milliseconds), to: writer)
    }
    writer.append("</event>\n")
  }

  private static func string(_ key: String, _ value: String?, to writer: ExportWriter) {
    if let value { attribute("string", key, value, to: writer) }
  }

  private static func attribute(
    _ type: String, _ key: String, _ value: String, to writer: ExportWriter
  ) {
    writer.append("<\(type) key=\"\(key)\" value=\"")
    writer.append(xml: value)
    writer.append("\"/>")
  }
}
