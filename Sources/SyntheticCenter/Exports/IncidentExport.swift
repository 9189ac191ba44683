/// ServiceNow's incident history, one row per update (`formats.md` 11): London wall clock to the
/// minute, `?` for null, and, as in the real log, the final `resolved_at` and `closed_at` on every
/// row.
struct IncidentExport {
  static let header = """
    number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,\
    opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,\
    location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,\
    assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,\
    closed_code,resolved_by,resolved_at,closed_at
    """

  /// The incident with what was shown of the caller.
  let touch: Touch
  let incident: Incident
  /// Who it is for.
  let person: Person
  /// When the simulated time begins and ends.
  let clock: CenterClock

  /// Delivers every update in the night after it.
  func deliver(to delivery: inout Delivery) {
    var reassignments = 0
    var reopens = 0
    for (number, row) in incident.rows.enumerated() {
      if number > 0 {
        let before = incident.rows[number - 1]
        if before.group != row.group { reassignments += 1 }
        if isSettled(before), !isSettled(row) { reopens += 1 }
      }
      let updated = clock.minuteText(row.at, at: .london)
      let marks = Delivery.Marks(
        key: "\(incident.id) \(number)", keyCell: incident.id,
        instantCell: String(decoding: updated.bytes, as: UTF8.self))
      let text = self.text(
        row, number: number, counts: "\(reassignments),\(reopens)", updated: updated)
      delivery.deliver(text, of: .incidents, marks: marks, at: Delivery.night(after: row.at))
    }
  }

  private func isSettled(_ row: Incident.Row) -> Bool {
    row.state == "Resolved" || row.state == "Closed"
  }

  private func text(
    _ row: Incident.Row, number: Int, counts: ExportText, updated: ExportText
  ) -> ExportText {
    let opened = clock.minuteText(incident.rows[0].at, at: .london)
    let reason = touch.shown.reason?.split(separator: " ") ?? ["?", "/", "?"]
    let actor = person.number % 90
    return """
      \(incident.id),\(row.state),\(row.state == "Closed" ? "false" : "true"),\(counts),\
      \(number),\(row.madeSLA ? "true" : "false"),\(person.caller),Opened by  \(actor),\(opened),\
      Created by \(actor),\(opened),Updated by \(actor + number),\(updated),Phone,\
      Location \(person.number % 200),\(String(reason.first ?? "?")),\
      \(reason.dropFirst(2).joined(separator: " ")),Symptom 72,?,2 - Medium,2 - Medium,\
      3 - Moderate,\(row.group ?? "?"),\(row.resolver ?? "?"),true,false,Do Not Notify,?,?,?,?,\
      code 5,Resolved by \(actor),\(last("Resolved")),\(last("Closed"))
      """
  }

  private func last(_ state: String) -> ExportText {
    incident.rows.last { $0.state == state }.map { clock.minuteText($0.at, at: .london) } ?? "?"
  }
}
