import Foundation
import Testing

/// Who is who from files to the release: phones that pass on, ids that change, missing joins.
@Suite struct WhoIsWhoTests {
  private static let configuration = """
    timezone: UTC
    privacy: {minimum-group: 1}
    inputs:
      - {name: calls, adapter: amazon-connect, path: "calls*.json", optional: true}
      - name: shop
        adapter: customers
        optional: true
        timezone: UTC
        region: US
        instance: shop
        path: "shop*.csv"
      - name: bank
        adapter: customers
        optional: true
        timezone: UTC
        region: US
        instance: bank
        path: "bank*.csv"
      - {name: desk, adapter: zendesk-tickets, path: "desk*.json", optional: true}

    """

  private func call(_ number: Int, _ date: String, phone: Int?, customer: String? = nil) -> String {
    let endpoint = phone.map {
      #""CustomerEndpoint": {"Address": "+1212555010\#($0)", "Type": "TELEPHONE_NUMBER"}, "#
    }
    let attributes = customer.map { #""Attributes": {"customerId": "\#($0)"}, "# }
    return """
      {"ContactId": "c\(number)", "Channel": "VOICE", "InitiationMethod": "INBOUND", \
      "InitiationTimestamp": "\(date)T10:00:00Z", \(endpoint ?? "")\(attributes ?? "")\
      "DisconnectTimestamp": "\(date)T10:05:00Z", "LastUpdateTimestamp": "\(date)T10:06:00Z"}

      """
  }

  private func customers(_ rows: String...) -> String {
    "customer_id,email,phone,segment,account_id,updated_at\n"
      + rows.map { $0 + "\n" }.joined()
  }

  private func center() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("throughline.yaml", Self.configuration)
    _ = try scratch.store()
    return scratch
  }

  private func run(_ scratch: Scratch, out: String = "out") throws -> Release {
    let stores = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path())
    let store = out == "out" ? "store" : out + "-store"
    if !stores.contains(store) { _ = try scratch.store(store) }
    let run = try Program.throughline([
      "run", "--config", scratch.path("throughline.yaml"), "--store", scratch.path(store),
      "--out", scratch.path(out),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(Release(in: scratch.path(out)), "\(run.errors)")
  }

  private func changes(_ release: Release) throws -> [[String]] {
    let text = try String(
      contentsOfFile: release.folder + "/provenance/customer-changes.csv", encoding: .utf8)
    return text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// A table of the report: for each row the values by column.
  private func table(_ id: String, _ release: Release) throws -> [[String: String]] {
    struct Summary: Decodable {
      struct Table: Decodable {
        struct Column: Decodable { var name: String }
        var id: String
        var columns: [Column]
        var rows: [[Cell]]
      }
      struct Cell: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
          let value = try decoder.singleValueContainer()
          if let number = try? value.decode(Int.self) {
            text = String(number)
          } else {
            // Whatever else there is, these tests do not ask for.
            text = (try? value.decode(String.self)) ?? ""
          }
        }
      }
      var tables: [Table]
    }
    let file = URL(filePath: release.folder + "/report/summary.json")
    let summary = try JSONDecoder().decode(Summary.self, from: Data(contentsOf: file))
    let found = try #require(summary.tables.first { $0.id == id })
    return found.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(found.columns.map(\.name), row.map(\.text)))
    }
  }

  @Test func `the log tells whose id changed and why`() throws {
    let scratch = try center()
    try scratch.write(
      "calls1.json",
      call(1, "2024-01-01", phone: 1) + call(2, "2024-01-02", phone: 1)
        + call(3, "2024-01-03", phone: 2) + call(4, "2024-01-03", phone: 3)
        + call(5, "2024-01-04", phone: 4))
    let header = ["old_customer_id", "new_customer_id", "interactions", "cause"]
    #expect(try changes(run(scratch)) == [header])
    // Phones 1 and 2 are one customer, known to both by one address; 3 and 4 get an id.
    try scratch.write(
      "shop1.csv",
      customers(
        "C1,x@example.org,+12125550101,,,2024-01-05", "C9,,+12125550103,,,2024-01-05",
        "C8,,+12125550104,,,2024-01-05"))
    try scratch.write("bank1.csv", customers("D1,x@example.org,+12125550102,,,2024-01-05"))
    let second = try changes(run(scratch))
    #expect(second.first == header)
    let merged = second.filter { $0[3] == "merged" }
    #expect(merged.map { $0[2] }.sorted() == ["1", "2"])
    #expect(Set(merged.map { $0[1] }).count == 1)
    #expect(Set(merged.map { $0[0] }).count == 2)
    #expect(second.filter { $0[3] == "renamed" }.map { $0[2] } == ["1", "1"])
    #expect(second.count == 5)
    // The bank corrects the address: two customers again, one of whom keeps the id.
    try scratch.write("bank2.csv", customers("D1,y@example.org,+12125550102,,,2024-01-06"))
    let third = try changes(run(scratch))
    #expect(third.count == 2)
    let split = try #require(third.last)
    #expect(split[0] == merged[0][1])
    #expect(split[1] != split[0])
    #expect(["1", "2"].contains(split[2]))
    #expect(split[3] == "split")
    // C9 has the phone of C8 now, who stays without calls; that of phone 3 is nobody's any more.
    try scratch.write(
      "shop2.csv", customers("C9,,+12125550104,,,2024-01-07", "C8,z@example.org,,,,2024-01-07"))
    let fourth = try changes(run(scratch)).dropFirst()
    #expect(fourth.map { $0[3] }.sorted() == ["moved", "split"])
    let moved = try #require(fourth.first { $0[3] == "moved" })
    let left = try #require(fourth.first { $0[3] == "split" })
    #expect(moved[1] == left[0])
    #expect([moved[2], left[2]] == ["1", "1"])
  }

  @Test func `another key says that all ids are others`() throws {
    let scratch = try center()
    try scratch.write("calls1.json", call(1, "2024-01-01", phone: 1))
    _ = try run(scratch)
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path("store")) {
      try FileManager.default.removeItem(atPath: scratch.path("store") + "/" + name)
    }
    try scratch.write("store/throughline.key", Data(repeating: 5, count: 32))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: scratch.path("store/throughline.key"))
    #expect(try changes(run(scratch)).last == ["", "", "", "other-key"])
  }

  @Test func `a phone that passed on is each holder's in their time, on any night`() throws {
    let calls = [
      call(1, "2024-01-01", phone: 1, customer: "C1"), call(2, "2024-01-09", phone: 1),
      call(3, "2024-09-01", phone: 1, customer: "C2"), call(4, "2024-09-02", phone: 1),
      call(5, "2024-09-03", phone: 2, customer: "C2"),
    ]
    let scratch = try center()
    for (night, line) in [3, 1, 0, 4, 2].map({ calls[$0] }).enumerated() {
      try scratch.write("calls\(night).json", line)
      _ = try run(scratch)
    }
    let nights = try run(scratch)
    let once = try run(scratch, out: "once")
    try once.expectSameContent(as: nights, "five nights and one")
    let sizes = try table("customer-sizes", once)
    #expect(sizes.map { $0["interactions"] } == ["2", "3–5"])
    #expect(sizes.map { $0["known"] } == ["1", "1"])
    #expect(sizes.map { $0["known_interactions"] } == ["2", "3"])
    #expect(sizes.map { $0["anonymous_interactions"] } == ["0", "0"])
    let quality = try table("quality", once)
    let counts = Dictionary(
      uniqueKeysWithValues: quality.map { ($0["what"] ?? "", $0["count"] ?? "") })
    #expect(counts["phones of several holders"] == "1")
    #expect(counts["shared identifiers"] == "0")
    let kinds = try table("identifiers", once)
    // Id C1 of one call, C2 of two; both times of phone 1 and phone 2 of one call.
    #expect(kinds.map { $0["kind"] } == ["customer", "phone"])
    #expect(kinds.map { $0["bridges"] } == ["1", "2"])
    #expect(kinds.map { $0["single"] } == ["1", "1"])
  }

  @Test func `the report says what would join if it were exported`() throws {
    let scratch = try center()
    // Two of four calls have a number, one of them a number the shop knows; tickets have none.
    try scratch.write(
      "calls1.json",
      call(1, "2024-01-01", phone: 1) + call(2, "2024-01-02", phone: 2)
        + call(3, "2024-01-03", phone: nil) + call(4, "2024-01-03", phone: nil))
    try scratch.write("shop1.csv", customers("C1,x@example.org,+12125550101,,,2024-01-05"))
    try scratch.write(
      "desk1.json",
      """
      {"id": 1, "requester_id": 91, "status": "open", "via": {"channel": "web"}, \
      "created_at": "2024-01-05T10:00:00Z", "updated_at": "2024-01-05T11:00:00Z", "subject": "a"}

      """)
    let rows = try table("missing-joins", run(scratch)).map { row in
      ["source", "identifier", "contacts", "carried_permille", "known_to"].map { row[$0] ?? "" }
        .joined(separator: " ")
    }
    #expect(
      rows == [
        "calls customer 3 0 desk, shop", "calls email 3 0 shop", "calls phone 2 500 shop",
        "desk customer 1 0 shop", "desk email 1 0 shop", "desk phone 1 0 calls, shop",
      ])
  }
}
