/// Qualtrics responses with three header rows (`formats.md` 15), in New York time.
struct SurveyExport {
  /// The three header rows; the question's text has a line end in it.
  static let header = #"""
    StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage,Q1,Q2_NPS_GROUP,Q2,contact_id
    Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,External Data Reference,Location Latitude,Location Longitude,Distribution Channel,User Language,"How satisfied are you with our help?
    (1 = not at all, 5 = very)",How likely are you to recommend us? - Group,How likely are you to recommend us?,contact_id
    "{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}","{""ImportId"":""ipAddress""}","{""ImportId"":""progress""}","{""ImportId"":""duration""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""recipientLastName""}","{""ImportId"":""recipientFirstName""}","{""ImportId"":""recipientEmail""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""locationLatitude""}","{""ImportId"":""locationLongitude""}","{""ImportId"":""distributionChannel""}","{""ImportId"":""userLanguage""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_NPS_GROUP""}","{""ImportId"":""QID2""}","{""ImportId"":""contact_id""}"
    """#

  /// What the survey asked about.
  let touch: Touch
  let answer: SurveyAnswer
  /// Who answered.
  let person: Person
  /// The simulated time.
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
