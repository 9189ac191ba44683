/// An object-centric event log: OCEL 2.0 as JSON.
///
/// Objects are journeys, interactions, customers, agents and queues; agents and queues are named
/// with their type in front, since their names may be equal. Memory: one journey.
package enum OCELExport {
  /// Writes the log and returns how many journeys it has.
  package static func write(_ log: EventLog, to writer: ExportWriter) throws -> Int {
    var labels: Set<String> = []
    var count = 0
    writer.append("{\"events\":[")
    var list = JSONList()
    try log.forEachJourney { journey in
      for event in journey.events {
        labels.insert(event.label)
        list.begin(in: writer)
        write(event, to: writer)
        try writer.passOn()
      }
    }
    writer.append("\n],\"objects\":[")
    list = JSONList()
    try log.forEachJourney { journey in
      count += 1
      list.begin(in: writer)
      write(journey, to: writer)
      try writeInteractions(of: journey, &list, to: writer)
    }
    for type in EventLog.namedObjects {
      try log.forEachName(in: type.column) { name in
        list.begin(in: writer)
        writer.append("{\"id\":")
        writer.append(json: type.isPrefixed ? type.name + ":" + name : name)
        writer.append(",\"type\":\"\(type.name)\",\"attributes\":[],\"relationships\":[]}")
        try writer.passOn()
      }
    }
    writeTypes(labels.sorted(), to: writer)
    return count
  }

  /// Commas between the elements of a list.
  private struct JSONList {
    private var isEmpty = true

    mutating func begin(in writer: ExportWriter) {
      writer.append(isEmpty ? "\n" : ",\n")
      isEmpty = false
    }
  }

  private static func writeInteractions(
    of journey: EventLog.Journey, _ list: inout JSONList, to writer: ExportWriter
  ) throws {
    var seen: Set<String> = []
    for event in journey.events {
      guard seen.insert(event.interaction).inserted else { continue }
      list.begin(in: writer)
      writer.append("{\"id\":\"\(event.interaction)\",\"type\":\"interaction\",\"attributes\":[")
      attribute("kind", .text(event.kind), to: writer)
      writer.append("],\"relationships\":[")
      relation(journey.id, "part of", to: writer)
      writer.append("]}")
      try writer.passOn()
    }
  }

  private static func write(_ journey: EventLog.Journey, to writer: ExportWriter) {
    writer.append("{\"id\":\"\(journey.id)\",\"type\":\"journey\",\"attributes\":[")
    for (index, member) in journey.attributes.enumerated() {
      if index > 0 { writer.append(UInt8(ascii: ",")) }
      attribute(member.name, member.value, to: writer)
    }
    writer.append("],\"relationships\":[")
    relation(journey.customer, "of", to: writer)
    writer.append("]}")
  }

  /// An attribute that holds from the beginning of time on.
  private static func attribute(
    _ name: String, _ value: EventLog.Attribute, to writer: ExportWriter
  ) {
    writer.append("{\"name\":\"\(name)\",\"time\":\"1970-01-01T00:00:00Z\",\"value\":")
    switch value {
    case .text(let text): writer.append(json: text)
    case .number(let number): writer.append(String(number))
    }
    writer.append("}")
  }

  private static func write(_ event: LoggedEvent, to writer: ExportWriter) {
    writer.append("{\"id\":\"\(event.id)\",\"type\":")
    writer.append(json: event.label)
    writer.append(",\"time\":\"")
    writer.append(instant: event.microseconds)
    writer.append("\",\"attributes\":[")
    let texts = [("channel", event.channel), ("actor", event.actor), ("value", event.value)]
    var isFirst = true
    for case (let name, let value?) in texts {
      writer.append(isFirst ? "" : ",")
      isFirst = false
      writer.append("{\"name\":\"\(name)\",\"value\":")
      writer.append(json: value)
      writer.append("}")
    }
    writer.append("],\"relationships\":[")
    for (index, object) in event.objects.enumerated() {
      if index > 0 { writer.append(UInt8(ascii: ",")) }
      relation(object.id, object.qualifier, to: writer)
    }
    writer.append("]}")
  }

  private static func relation(
    _ object: String, _ qualifier: String, to writer: ExportWriter
  ) {
    writer.append("{\"objectId\":")
    writer.append(json: object)
    writer.append(",\"qualifier\":\"\(qualifier)\"}")
  }

  private static func writeTypes(_ labels: [String], to writer: ExportWriter) {
    let ofJourneys = EventLog.attributes.map { name in
      let type = EventLog.numbers.contains(name) ? "integer" : "string"
      return "{\"name\":\"\(name)\",\"type\":\"\(type)\"}"
    }
    let attributes = [
      "journey": ofJourneys.joined(separator: ","),
      "interaction": "{\"name\":\"kind\",\"type\":\"string\"}",
    ]
    writer.append("\n],\"objectTypes\":[")
    let types = ["agent", "customer", "interaction", "journey", "queue"].map {
      "{\"name\":\"\($0)\",\"attributes\":[\(attributes[$0] ?? "")]}"
    }
    writer.append(types.joined(separator: ","))
    writer.append("],\"eventTypes\":[")
    for (index, label) in labels.enumerated() {
      writer.append(index > 0 ? ",{\"name\":" : "{\"name\":")
      writer.append(json: label)
      writer.append(",\"attributes\":[")
      let names = ["channel", "actor", "value"]
      writer.append(
        names.map { "{\"name\":\"\($0)\",\"type\":\"string\"}" }.joined(separator: ","))
      writer.append("]}")
    }
    writer.append("]}\n")
  }
}
