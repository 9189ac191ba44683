package import JourneyModel

/// How many identifiers of each kind, and how many links, did what to tell who is who.
package struct IdentifierUses: Equatable, Sendable {
  /// For each kind, and behind them for links, a count for each role.
  private var counts = Array(
    repeating: Int64(0), count: (TokenKind.allCases.count + 1) * IdentifierRole.allCases.count)

  /// Nothing counted.
  package init() {}

  /// The count of a kind, or of links, in a role.
  package subscript(kind: TokenKind?, role: IdentifierRole) -> Int64 {
    get { counts[position(kind, role)] }
    set { counts[position(kind, role)] = newValue }
  }

  /// How many in a role, links included.
  package func total(_ role: IdentifierRole) -> Int64 {
    TokenKind.allCases.reduce(self[nil, role]) { $0 + self[$1, role] }
  }

  private func position(_ kind: TokenKind?, _ role: IdentifierRole) -> Int {
    let row = kind.map { Int($0.rawValue) } ?? TokenKind.allCases.count
    return row * IdentifierRole.allCases.count + Int(role.rawValue)
  }
}
