import Foundation
import Testing

/// What is larger than the memory allowed has a stated answer.
@Suite struct EnormousCustomerTests {
  /// A log of incidents, all of them opened by callers whose numbers are given.
  private func log(in scratch: Scratch, _ rows: Int, caller: (Int) -> Int) throws -> String {
    var text =
      "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,"
      + "caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,"
      + "sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,"
      + "urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,"
      + "problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at\n"
    for row in 0..<rows {
      let day = "\(row % 28 + 1)/\(row / 28 % 12 + 1)/2025 0\(row % 10):1\(row % 7)"
      text +=
        "INC\(1_000_000 + row),New,true,0,0,0,true,Caller \(caller(row)),Opened by 8,\(day),"
        + "Created by 6,\(day),Updated by 0,\(day),Phone,Location 1,Category \(row % 50),"
        + "Subcategory 1,Symptom 7,?,2 - Medium,2 - Medium,3 - Moderate,Group 5,?,true,false,"
        + "Do Not Notify,?,?,?,?,code 5,Resolved by 1,\(day),\(day)\n"
    }
    return try scratch.write("incidents.csv", text)
  }

  private func run(_ path: String, in scratch: Scratch) throws -> Program {
    try Program.throughline([
      "run", path, "--out", scratch.path("out"), "--memory", "128MiB", "--jobs", "2",
    ])
  }

  @Test func `a customer who does not fit is named, with what to do`() throws {
    let scratch = try Scratch()
    let run = try run(log(in: scratch, 80_000) { _ in 1 }, in: scratch)
    #expect(run.exitCode == 74, "\(run.output)")
    #expect(run.errors.contains("R504"), "\(run.errors)")
    #expect(run.errors.contains("has 80000 contacts"), "\(run.errors)")
    #expect(run.errors.contains("--memory"))
  }

  @Test func `as many contacts of many customers fit`() throws {
    let scratch = try Scratch()
    let run = try run(log(in: scratch, 80_000) { $0 / 4 }, in: scratch)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("80000 interactions"), "\(run.output)")
  }
}
