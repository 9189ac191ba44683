/// A department: a voice queue, a chat queue and a group of the ticket system.
enum Desk: Int, CaseIterable, Sendable {
  case billing, orders, technical, retention, account, complaints

  /// The name of its queue in the call system.
  var name: String {
    switch self {
    case .billing: "Billing"
    case .orders: "Orders"
    case .technical: "Technical"
    case .retention: "Retention"
    case .account: "Account"
    case .complaints: "Complaints"
    }
  }

  /// The name of its queue in the chat system.
  var chatName: String { name + " Chat" }
  /// The name of its group in the ticket system.
  var groupName: String { name + " Tickets" }
  /// Its queue in the chat system.
  var chatQueue: String { NativeID.guid("queue", rawValue) }
  /// Its group in the ticket system.
  var ticketGroup: Int { 360_000_610 + rawValue }
  /// Its group in the incident system.
  var incidentGroup: String { "Group \(20 + rawValue * 7)" }
}

/// Somebody who works at a desk.
struct Agent: Sendable, Equatable {
  /// The number among all agents, from 0.
  let number: Int
  /// The name in the phone system, such as `ana.ruiz`.
  let username: String
  /// First and last name, as chats show them.
  let fullName: String

  /// The id in the ticket system.
  var ticketUser: Int { 370_000_007_000 + number }
  /// The id in the chat system.
  var chatUser: String { NativeID.guid("agent", number) }
  /// The name in the incident system.
  var resolver: String { "Resolver \(number + 1)" }
}

/// Everybody who works at the center.
struct Roster: Sendable {
  /// Agents per desk and site.
  private static let perDesk = 12
  /// All agents: by desk, by site.
  let agents: [Agent]

  /// The same agents in every center: so many per desk.
  init() {
    agents = (0..<Desk.allCases.count * Site.allCases.count * Roster.perDesk).map { number in
      let first = Names.first[number * 7 % Names.first.count]
      let last = Names.last[number * 5 % Names.last.count]
      let suffix = number < 36 ? "" : "\(number)"
      return Agent(
        number: number, username: "\(first.lowercased()).\(last.lowercased())\(suffix)",
        fullName: "\(first) \(last)")
    }
  }

  /// Somebody at a desk.
  func agent(_ dice: inout Dice, at desk: Desk, site: Site) -> Agent {
    let place = (desk.rawValue * Site.allCases.count + site.rawValue) * Roster.perDesk
    return agents[place + dice.below(Roster.perDesk)]
  }
}

/// The names people are given, by number.
enum Names {
  static let first = [
    "Ana", "Ben", "Chloe", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kemi",
    "Lee", "Mara", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Samir", "Tessa", "Umar", "Vera",
    "Wendy", "Ximena", "Yuri", "Zoe", "Aoife", "Björn", "Chidi", "Dana", "Emeka", "Fatou", "Gwen",
    "Hana", "Ivo", "Jada",
  ]
  static let last = [
    "Ruiz", "Carter", "Lindqvist", "Tan", "Doe", "Park", "Okafor", "Nguyen", "Patel", "Rossi",
    "Novak", "Silva", "Haddad", "Kim", "Brown", "Moreau", "Weber", "Kowalski", "Sato", "Ali",
    "Jensen", "Costa", "Murphy", "Singh", "Garcia", "Ivanova", "Schmidt", "Mensah", "Dubois",
    "Clark", "O'Neil", "de la Cruz", "Yilmaz", "Fischer", "Adeyemi", "Bauer",
  ]
}
