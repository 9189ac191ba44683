import Foundation
import Testing

/// What is larger than the memory allowed has a stated answer.
@Suite struct EnormousInputTests {
  /// What a row of a log of incidents says.
  private struct Row {
    var number: Int
    var caller = 1
    var minute = 0
    var group = "Group 5"
  }

  private func log(in scratch: Scratch, _ rows: [Row]) throws -> String {
    var text =
      "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,"
      + "caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,"
      + "sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,"
      + "urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,"
      + "problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at\n"
    for (index, row) in rows.enumerated() {
      let day = "\(row.number % 28 + 1)/\(row.number / 28 % 12 + 1)/2025 00:00"
      let minute = row.minute % 1440
      let updated =
        "\(row.minute / 1440 % 28 + 1)/\(row.minute / 1440 / 28 % 12 + 1)/2026 "
        + "\(minute / 600)\(minute / 60 % 10):\(minute % 60 / 10)\(minute % 10)"
      text +=
        "INC\(1_000_000 + row.number),New,true,0,0,\(index),true,Caller \(row.caller),"
        + "Opened by 8,\(day),Created by 6,\(day),Updated by 0,\(updated),Phone,Location 1,"
        + "Category \(index % 50),Subcategory 1,Symptom 7,?,2 - Medium,2 - Medium,3 - Moderate,"
        + "\(row.group),?,true,false,Do Not Notify,?,?,?,?,code 5,Resolved by 1,\(updated),"
        + "\(updated)\n"
    }
    return try scratch.write("incidents.csv", text)
  }

  private func run(_ path: String, in scratch: Scratch, memory: String) throws -> Program {
    try Program.throughline([
      "run", path, "--out", scratch.path("out"), "--memory", memory, "--jobs", "2",
    ])
  }

  @Test func `a customer who does not fit is named, with what to do`() throws {
    let scratch = try Scratch()
    let path = try log(in: scratch, (0..<80_000).map { Row(number: $0) })
    let run = try run(path, in: scratch, memory: "128MiB")
    #expect(run.exitCode == 74, "\(run.output)")
    #expect(run.errors.contains("R504"), "\(run.errors)")
    #expect(run.errors.contains("has 80000 contacts"), "\(run.errors)")
    #expect(run.errors.contains("--memory"))
  }

  @Test func `as many contacts of many customers fit`() throws {
    let scratch = try Scratch()
    let path = try log(in: scratch, (0..<80_000).map { Row(number: $0, caller: $0 / 4) })
    let run = try run(path, in: scratch, memory: "128MiB")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("80000 interactions"), "\(run.output)")
  }

  @Test func `an interaction that does not fit is found where its first record is`() throws {
    let scratch = try Scratch()
    let rows = (0..<60_000).map { Row(number: 7, minute: $0) }
    let path = try log(in: scratch, rows)
    let run = try run(path, in: scratch, memory: "128MiB")
    #expect(run.exitCode == 74, "\(run.output)")
    #expect(run.errors.contains("R504"), "\(run.errors)")
    #expect(run.errors.contains("\(path): the interaction or profile of the record at byte 4"))
    #expect(run.errors.contains("records or more"), "\(run.errors)")
  }

  @Test func `as many updates of many interactions fit`() throws {
    let scratch = try Scratch()
    let rows = (0..<60_000).map { Row(number: $0 % 3_000, caller: $0 % 3_000, minute: $0) }
    let run = try run(log(in: scratch, rows), in: scratch, memory: "128MiB")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("3000 interactions"), "\(run.output)")
  }

  @Test func `a field whose every value is a new word is refused`() throws {
    let scratch = try Scratch()
    let name = String(repeating: "a group that never was there before ", count: 3)
    let rows = (0..<125_000).map { Row(number: $0, caller: $0, group: name + "\($0)") }
    let path = try log(in: scratch, rows)
    let run = try run(path, in: scratch, memory: "128MiB")
    #expect(run.exitCode == 74, "\(run.output)")
    #expect(run.errors.contains("R504"), "\(run.errors)")
    #expect(run.errors.contains("distinct queues, agents, reasons and values"), "\(run.errors)")
  }

  @Test func `more identifiers than fit into memory are sorted outside of it`() throws {
    let scratch = try Scratch()
    var text = "customer_id,name,email,phone,segment,account_id,updated_at\n"
    for number in 0..<200_000 {
      text +=
        "C-\(number),N,user\(number)@example.org,+1212\(5_550_000 + number % 9000),gold,,"
        + "2026-03-01T08:00:00\n"
    }
    let path = try scratch.write("customers.csv", text)
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: Europe/London
      inputs:
        - {name: crm, adapter: customers, path: "\(path)", region: US}
      """)
    let run = try Program.throughline([
      "run", "--config", config, "--out", scratch.path("out"), "--memory", "128MiB", "--jobs", "2",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("200000 customers"), "\(run.output)")
  }
}
