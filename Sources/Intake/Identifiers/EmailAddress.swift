/// Brings an e-mail address into the one form under which it is hashed.
///
/// ```
/// "Ann B" <Ann.B+news@GoogleMail.com>  →  annb@gmail.com
/// mailto:Ann@Example.org?subject=x     →  ann@example.org
/// info@, noreply@, test@test.com       →  nothing
/// ```
///
/// Lower-casing the local part is an indexing choice (RFC 5321 lets it be case-sensitive); dots and
/// plus tags are dropped only where the provider ignores them. Letters beyond ASCII stay as they
/// are.
enum EmailAddress {
  /// Appends the normalized address; nothing for role, placeholder and malformed addresses.
  static func normalize(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    let address = bare(bytes)
    for byte in address {
      if byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") { return false }
      output.append(ASCII.lowercased(byte))
    }
    guard let at = output.lastIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    guard output.firstIndex(of: UInt8(ascii: "@")) == at else { return false }
    let domain = output[(at + 1)...]
    guard let dot = domain.firstIndex(of: UInt8(ascii: ".")), dot > domain.startIndex,
      domain.last != UInt8(ascii: ".")
    else { return false }
    if isGeneric(local: output[..<at], domain: domain) { return false }
    if domain.elementsEqual("gmail.com".utf8) || domain.elementsEqual("googlemail.com".utf8) {
      return foldGmail(at: at, &output)
    }
    return true
  }

  /// The address without `mailto:`, display name and query.
  private static func bare(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var slice = bytes[...]
    if let open = slice.lastIndex(of: UInt8(ascii: "<")) {
      slice = slice[(open + 1)...]
      slice = slice[..<(slice.firstIndex(of: UInt8(ascii: ">")) ?? slice.endIndex)]
    }
    let scheme = Array("mailto:".utf8)
    if slice.prefix(scheme.count).elementsEqual(scheme, by: { ASCII.lowercased($0) == $1 }) {
      slice = slice.dropFirst(scheme.count)
      slice = slice[..<(slice.firstIndex(of: UInt8(ascii: "?")) ?? slice.endIndex)]
    }
    return ASCII.trimmed(UnsafeRawBufferPointer(rebasing: slice))
  }

  private static func foldGmail(at: Int, _ output: inout [UInt8]) -> Bool {
    var local = output[..<at]
    if let plus = local.firstIndex(of: UInt8(ascii: "+")) { local = local[..<plus] }
    output = local.filter { $0 != UInt8(ascii: ".") }
    guard !output.isEmpty else { return false }
    output.append(contentsOf: Array("@gmail.com".utf8))
    return true
  }

  /// Mailboxes many people share, and addresses typed to fill a field (`domain.md` D2).
  private static func isGeneric(local: ArraySlice<UInt8>, domain: ArraySlice<UInt8>) -> Bool {
    let name = local.prefix { $0 != UInt8(ascii: "+") }
    if roles.contains(where: { name.elementsEqual($0.utf8) }) { return true }
    if domain.suffix(8).elementsEqual(".invalid".utf8) { return true }
    return placeholders.contains { placeholder in
      local.elementsEqual(placeholder.local.utf8) && domain.elementsEqual(placeholder.domain.utf8)
    }
  }

  private static let roles: [String] = [
    "info", "sales", "support", "admin", "administrator", "office", "accounts", "reception",
    "contact", "help", "helpdesk", "service", "billing", "noreply", "no-reply", "no_reply",
    "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "webmaster", "abuse", "null",
    "none", "unknown", "anonymous",
  ]

  private static let placeholders: [(local: String, domain: String)] = [
    ("test", "test.com"), ("none", "none.com"), ("x", "x.x"), ("a", "a.com"), ("a", "a.a"),
    ("na", "na.com"), ("no", "email.com"), ("test", "example.com"), ("email", "email.com"),
  ]

}
