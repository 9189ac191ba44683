/// Mailboxes many people share, and addresses typed to fill a field (`domain.md` D2).
enum SharedMailbox {
  /// Whether an address in lower case is nobody's.
  ///
  /// A plus tag does not change whose mailbox it is: `support+id12` is a ticket system's.
  static func includes(local: UnsafeRawBufferPointer, domain: UnsafeRawBufferPointer) -> Bool {
    let end = local.firstIndex(of: UInt8(ascii: "+")) ?? local.count
    let name = UnsafeRawBufferPointer(rebasing: local[..<end])
    if let first = name.first {
      // Few words of a length begin with the same letter: most names are done here.
      if name.count < roleInitials.count, roleInitials[name.count] & bit(first) != 0,
        roles[name.count].contains(where: { $0.elementsEqual(name) })
      {
        return true
      }
      if senderInitials & bit(first) != 0, senders.contains(where: { isSender(name, $0) }) {
        return true
      }
    }
    if domain.suffix(8).elementsEqual(".invalid".utf8) { return true }
    return local.count <= longestPlaceholder
      && placeholders.contains { placeholder in
        local.elementsEqual(placeholder.local) && domain.elementsEqual(placeholder.domain)
      }
  }

  /// `noreply`, `noreply-shop`, `bounce.12`, but not `bouncer`.
  private static func isSender(_ name: UnsafeRawBufferPointer, _ sender: [UInt8]) -> Bool {
    guard name.starts(with: sender) else { return false }
    guard let next = name.dropFirst(sender.count).first else { return true }
    return next < UInt8(ascii: "a") || next > UInt8(ascii: "z")
  }

  /// The roles of RFC 2142, those of shops and offices, and words for nobody, by their length.
  private static let roles: [[[UInt8]]] = byLength([
    "info", "information", "sales", "support", "admin", "administrator", "office", "accounts",
    "accounting", "reception", "contact", "help", "helpdesk", "service", "services", "billing",
    "customerservice", "customer-service", "customer.service", "customersupport", "customercare",
    "enquiries", "enquiry", "inquiries", "feedback", "marketing", "orders", "returns", "newsletter",
    "notifications", "notification", "alerts", "abuse", "postmaster", "webmaster", "hostmaster",
    "security", "noc", "root", "kontakt", "kundenservice", "null", "none", "nobody", "unknown",
    "anonymous", "noemail", "no.email", "nomail", "notprovided", "na", "n/a",
  ])

  private static func byLength(_ words: [String]) -> [[[UInt8]]] {
    let longest = words.map(\.utf8.count).max() ?? 0
    return (0...longest).map { length in
      words.filter { $0.utf8.count == length }.map { Array($0.utf8) }
    }
  }

  /// Beginnings of the names of programs that send and do not read.
  private static let senders: [[UInt8]] = [
    "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply",
    "do.not.reply", "mailer-daemon", "mailerdaemon", "bounce", "bounces",
  ].map { Array($0.utf8) }

  /// The letters that words begin with, a bit each.
  private static let senderInitials = initials(senders)
  private static let roleInitials = roles.map(initials)

  private static func initials(_ words: [[UInt8]]) -> UInt64 {
    words.reduce(0) { bits, word in bits | (word.first.map(bit) ?? 0) }
  }

  private static func bit(_ letter: UInt8) -> UInt64 { 1 << UInt64(letter & 63) }

  private static let longestPlaceholder = 5

  private static let placeholders: [(local: [UInt8], domain: [UInt8])] = [
    ("test", "test.com"), ("test", "test.de"), ("test", "example.com"), ("none", "none.com"),
    ("x", "x.x"), ("x", "x.com"), ("a", "a.com"), ("a", "a.a"), ("a", "b.c"), ("a", "b.com"),
    ("na", "na.com"), ("no", "no.com"), ("no", "email.com"), ("no", "mail.com"),
    ("email", "email.com"), ("abc", "abc.com"), ("asdf", "asdf.com"), ("user", "example.com"),
    ("name", "domain.com"), ("xxx", "xxx.com"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
}
