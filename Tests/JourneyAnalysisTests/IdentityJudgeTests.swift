import Foundation
import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// The partition against connected components of networkx, in worlds without vetoes.
@Suite struct IdentityJudgeTests {
  private struct JudgedWorld: Encodable {
    var vertices: [JudgedVertex]
    var names: Int
  }

  private struct JudgedVertex: Encodable {
    var tokens: [[String]]
    var legs: [Int]
    var customer: String
    var day: Int32?
  }

  @Test func componentsAreThoseOfNetworkx() throws {
    let worlds = (0..<120).map { IdentityWorld(seed: UInt64($0), isWild: false) }
    let answer = try judge(worlds.map { try judged($0) })
    #expect(answer.status == 0, "\(answer.output)")
    #expect(answer.output.contains("120 worlds agree"))
    // The worlds show what they are made for.
    let recycled = try worlds.count { try ResolvedIdentity($0.vertices).recycledTokens > 0 }
    #expect(recycled > 20)
  }

  @Test func customersOfTooManyNamesAreCutAsNetworkxCutsThem() throws {
    var limits = IdentityLimits()
    limits.namesPerCustomer = 2
    let worlds = (0..<60).map { IdentityWorld(seed: UInt64($0), isWild: false) }
    let answer = try judge(worlds.map { try judged($0, limits) })
    #expect(answer.status == 0, "\(answer.output)")
    let cut = try worlds.count {
      try ResolvedIdentity($0.vertices, limits: limits).uses.total(.oversized) > 0
    }
    #expect(cut > 5)
  }

  @Test func theJudgeNoticesAWrongCustomer() throws {
    var world = try judged(IdentityWorld(seed: 1, isWild: false))
    let known = world.vertices.indices.filter { place in
      world.vertices[place].tokens.contains { $0[0] == "unique" }
    }
    let other = try #require(
      known.first { world.vertices[$0].customer != world.vertices[known[0]].customer })
    world.vertices[known[0]].customer = world.vertices[other].customer
    let answer = try judge([world])
    #expect(answer.status == 1)
    #expect(answer.output.contains("are one customer"))
  }

  private func judge(_ worlds: [JudgedWorld]) throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("identity-\(UUID().uuidString).json")
    try JSONEncoder().encode(worlds).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try Judge.run("Tests/Judges/identity_judge.py", [file.path])
  }

  private func judged(
    _ world: IdentityWorld, _ limits: IdentityLimits = IdentityLimits()
  ) throws -> JudgedWorld {
    let customers = try ResolvedIdentity(world.vertices, limits: limits).customers
    let numbers = Dictionary(
      uniqueKeysWithValues: world.vertices.indices.filter { world.vertices[$0].kind == .leg }
        .map { (IdentityWorld.reference($0).exact, $0) })
    return JudgedWorld(
      vertices: zip(world.vertices, customers).map { vertex, customer in
        JudgedVertex(
          tokens: vertex.tokens.map(words),
          legs: vertex.links.compactMap { numbers[$0.target.exact] },
          customer: customer.description, day: vertex.day)
      }, names: limits.namesPerCustomer)
  }

  /// Strength, kind and a text that names namespace and value.
  private func words(_ token: Token) -> [String] {
    let strengths = ["unique", "strong", "shared", "weak"]
    return [
      strengths[Int(token.kind.strength.rawValue)], token.kind.name,
      "\(token.namespace):\(token.hash)",
    ]
  }
}
