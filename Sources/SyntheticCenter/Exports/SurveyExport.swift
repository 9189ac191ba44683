/// Qualtrics responses with three header rows (`formats.md` 15), in New York time.
struct SurveyExport {
  /// The three header rows: names, questions (one with a line end in it), import ids.
  static let header: String = {
    let questions = columns.map { name, question in
      question.contains(where: ",\n\"".contains) ? "\"\(question)\"" : question
    }
    let ids = columns.map { name, _ in "\"{\"\"ImportId\"\":\"\"\(importID(of: name))\"\"}\"" }
    return [columns.map(\.name), questions, ids].map { $0.joined(separator: ",") }
      .joined(separator: "\n")
  }()

  private static let columns: [(name: String, question: String)] = [
    ("StartDate", "Start Date"), ("EndDate", "End Date"), ("Status", "Response Type"),
    ("IPAddress", "IP Address"), ("Progress", "Progress"),
    ("Duration (in seconds)", "Duration (in seconds)"), ("Finished", "Finished"),
    ("RecordedDate", "Recorded Date"), ("ResponseId", "Response ID"),
    ("RecipientLastName", "Recipient Last Name"),
    ("RecipientFirstName", "Recipient First Name"), ("RecipientEmail", "Recipient Email"),
    ("ExternalReference", "External Data Reference"),
    ("LocationLatitude", "Location Latitude"), ("LocationLongitude", "Location Longitude"),
    ("DistributionChannel", "Distribution Channel"), ("UserLanguage", "User Language"),
    ("Q1", "How satisfied are you with our help?\n(1 = not at all, 5 = very)"),
    ("Q2_NPS_GROUP", "How likely are you to recommend us? - Group"),
    ("Q2", "How likely are you to recommend us?"), ("contact_id", "contact_id"),
  ]

  /// What the vendor calls a column in its third header row.
  private static func importID(of name: String) -> String {
    switch name {
    case "ResponseId": "_recordId"
    case "Duration (in seconds)": "duration"
    case "ExternalReference": "externalDataReference"
    case "Q1", "Q2", "Q2_NPS_GROUP": name.replacing("Q", with: "QID", maxReplacements: 1)
    case "contact_id": name
    default: name.prefix(1).lowercased() + name.dropFirst()
    }
  }

  /// What the survey asked about.
  let touch: Touch
  let answer: SurveyAnswer
  /// Who was asked and answered.
  let person: Person
  /// When the simulated time begins and ends.
  let clock: CenterClock

  private var export: Export {
    switch touch.story {
    case .call: .callSurvey
    case .conversation: .chatSurvey
    case .ticket, .incident, .visit: .ticketSurvey
    }
  }

  /// Delivers the answer, and sometimes a preview that somebody of the staff filled in.
  func deliver(to delivery: inout Delivery) {
    let number = Int(truncatingIfNeeded: Delivery.hash(touch.nativeID) >> 12)
    deliver("R_\(NativeID.base36(number))", status: 0, at: answer.at, to: &delivery)
    if delivery.dice.chance(delivery.dirt.besides) {
      deliver("R_\(NativeID.base36(number))p", status: 1, at: answer.at, to: &delivery)
    }
  }

  private func deliver(_ id: String, status: Int, at second: Int, to delivery: inout Delivery) {
    let end = clock.text(second, at: .newYork)
    let start = clock.text(second - 40, at: .newYork)
    let group = answer.nps >= 9 ? "Promoter" : answer.nps >= 7 ? "Passive" : "Detractor"
    let names = person.name.split(separator: " ", maxSplits: 1)
    let text: ExportText = """
      \(start),\(end),\(status),203.0.113.\(person.number % 250),100,40,1,\(end),\(id),\
      \(csv: names.last.map(String.init)),\(csv: names.first.map(String.init)),\
      \(csv: answer.email),,40.7128,-74.006,email,EN,\(answer.csat),\(group),\(answer.nps),\
      \(touch.nativeID)
      """
    let marks = Delivery.Marks(
      key: id, keyCell: id, instantCell: String(decoding: end.bytes, as: UTF8.self))
    delivery.deliver(
      text, of: export, marks: marks, at: Delivery.night(after: second), isBeside: status == 1)
  }
}
