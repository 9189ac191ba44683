/// Somebody who makes contact.
struct Person: Sendable {
  /// The number among all people; also the CRM's number.
  var number: Int
  /// The site whose zone and phone numbers they have.
  var site: Site
  /// First and last name.
  var name: String
  /// The id in the CRM, where they are in it.
  var crmID: String?
  /// Numbers they call from, the usual one first.
  var phones: [PhoneLine]
  /// Addresses they write from, the usual one first.
  var emails: [String]
  /// How valuable the CRM thinks they are.
  var segment: String
  /// How often they hide their number, in permille.
  var withheld: Int
  /// What they are at the center.
  var role = Role.customer
  /// The shared mailbox they also write from.
  var sharedMailbox: Mailbox?
  /// Whether the CRM has a slip of the pen in their address or number.
  var hasTypo = false

  /// What somebody is at the center.
  enum Role: Sendable { case customer, staffTest }

  /// The id they have in all truths.
  var id: String { "P\(number)" }
  /// The requester in the ticket system.
  var ticketUser: Int { 390_000_000_000 + number }
  /// The caller in the incident system.
  var caller: String { "Caller \(number)" }
  /// The external contact in the chat system.
  var chatContact: String { NativeID.guid("contact", number) }
  /// The cookie of their only browser.
  var cookie: String { NativeID.guid("cookie", number) }
}

/// A mailbox several people write from, with a requester of its own.
struct Mailbox: Sendable {
  /// The address, such as `info@company.example`.
  var address: String
  /// Its requester in the ticket system.
  var ticketUser: Int
}

/// A phone number and when it was somebody's.
struct PhoneLine: Sendable {
  /// The number in E.164.
  var number: String
  /// From when, in UTC seconds.
  var from = Int.min
  /// Until when, not included.
  var until = Int.max
  /// Whether others call from it too.
  var isShared = false
}

/// People who share something: a home, a company's switchboard, a number that changed hands; or
/// one person alone.
struct PeopleGroup: Sendable {
  /// The number of the group.
  var number: Int
  /// Who belongs to it.
  var people: [Person]
  /// What the group is.
  var kind: Kind

  /// What groups there are.
  enum Kind: Int, CaseIterable, Sendable {
    case alone, household, company, recycledNumber, stranger, testLine
  }
}
